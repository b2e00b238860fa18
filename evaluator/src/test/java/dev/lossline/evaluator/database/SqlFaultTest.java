package dev.lossline.evaluator.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlFaultTest {
    @ParameterizedTest
    @CsvSource({
        "XX000, DAMAGE, internal error",
        "XX001, DAMAGE, data corrupted",
        "XX002, DAMAGE, index corrupted",
        "21000, DATA, one statement changes a row twice",
        "22021, DATA, a zero character",
        "22003, DATA, a number out of range",
        "23502, DATA, null in a column that has none",
        "54000, DATA, a row that is too large",
        "08006, PASSING, connection failure",
        "0A000, PASSING, a cached plan after a migration",
        "25006, PASSING, read-only",
        "26000, PASSING, a prepared statement that is gone",
        "28P01, PASSING, wrong password",
        "3D000, PASSING, no such database",
        "40P01, PASSING, deadlock",
        "42P01, PASSING, no such table",
        "53100, PASSING, disk full",
        "55P03, PASSING, no lock in time",
        "57P03, PASSING, starting up",
        "58030, PASSING, i/o error",
        ", PASSING, a timeout of the pool",
        "X, PASSING, no state",
    })
    void classifiesErrors(String state, SqlFault expected, String what) {
        assertThat(SqlFault.of(new SQLException(what, state))).isEqualTo(expected);
    }
}
