package dev.lossline.evaluator.database;

import java.sql.SQLException;
import java.util.Set;

/** The cause of a database error according to the class of its SQLSTATE: PostgreSQL's appendix "Error Codes". */
enum SqlFault {
    /** The data of this statement: retrying fails in the same way. */
    DATA,
    /** The database's storage or code is broken. */
    DAMAGE,
    /** Anything else: retrying may succeed. */
    PASSING;

    /**
     * Cardinality violation (one statement updates a row twice), data exception, integrity constraint violation, check
     * option of a view, program limit (such as a row that is too large). The content of a message cannot cause any
     * other class: connection (08), transaction state and login (25, 28), missing database, schema or table (3D, 3F,
     * 42), rollback (40), resources (53), locks (55), operator intervention (57), system error (58), and a plan or
     * statement invalidated by a migration (0A, 26).
     */
    private static final Set<String> DATA_CLASSES = Set.of("21", "22", "23", "44", "54");

    /** Internal error, which includes data_corrupted and index_corrupted. */
    private static final String DAMAGE_CLASS = "XX";

    static SqlFault of(SQLException e) {
        String state = e.getSQLState();
        if (state == null || state.length() < 2) {
            // Agroal's own timeouts have no SQLSTATE.
            return PASSING;
        }
        String stateClass = state.substring(0, 2);
        if (stateClass.equals(DAMAGE_CLASS)) {
            return DAMAGE;
        }
        return DATA_CLASSES.contains(stateClass) ? DATA : PASSING;
    }
}
