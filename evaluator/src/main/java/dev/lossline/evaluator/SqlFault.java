package dev.lossline.evaluator;

import java.sql.SQLException;
import java.util.Set;

/** What an error of the database is about, by the class of its SQLSTATE: PostgreSQL's appendix "Error Codes". */
enum SqlFault {
    /** About the data of this statement: trying again ends the same way. */
    DATA,
    /** The database's own storage or its code is broken. */
    DAMAGE,
    /** Anything else: it may be over the next time. */
    PASSING;

    /**
     * Cardinality violation (one statement changes a row twice), data exception, integrity constraint, check option of a
     * view, program limit (such as a row that is too large). No other class can follow from what a message holds: not
     * connection (08), transaction state and login (25, 28), missing database, schema or table (3D, 3F, 42), rollback
     * (40), resources (53), locks (55), operator intervention (57), system error (58), nor a plan or statement that a
     * migration made stale (0A, 26).
     */
    private static final Set<String> DATA_CLASSES = Set.of("21", "22", "23", "44", "54");

    /** Internal error, which includes data_corrupted and index_corrupted. */
    private static final String DAMAGE_CLASS = "XX";

    static SqlFault of(SQLException e) {
        String state = e.getSQLState();
        if (state == null || state.length() < 2) {
            // Agroal's own timeouts and refusals have no state.
            return PASSING;
        }
        String stateClass = state.substring(0, 2);
        if (stateClass.equals(DAMAGE_CLASS)) {
            return DAMAGE;
        }
        return DATA_CLASSES.contains(stateClass) ? DATA : PASSING;
    }
}
