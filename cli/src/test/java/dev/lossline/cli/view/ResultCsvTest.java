package dev.lossline.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.lossline.cli.Samples;
import dev.lossline.contract.event.State;
import dev.lossline.specification.Json;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResultCsvTest {
    @Test
    void quotesFieldsThatRequireIt() {
        List<ResultRow> rows = List.of(new ResultRow(Map.of("name", TextNode.valueOf("a \"b\", c\nd"))));
        assertThat(new ResultCsv(rows)).hasToString("name\r\n\"a \"\"b\"\", c\nd\"\r\n");
    }

    @Test
    void leavesACellEmptyWithoutAValue() {
        List<ResultRow> rows = List.of(
                new ResultRow(Map.of("loss", DoubleNode.valueOf(0.5))),
                new ResultRow(Map.of("hidden", Json.MAPPER.valueToTree(List.of(128, 64)))),
                new ResultRow(Map.of("loss", NullNode.getInstance())));
        assertThat(new ResultCsv(rows)).hasToString("loss,hidden\r\n0.5,\r\n,\"[128,64]\"\r\n,\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"=1+2", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "=HYPERLINK(\"http://evil.example\")"})
    void keepsASpreadsheetFromRunningText(String formula) throws Exception {
        ResultRow row = new ResultRow(Map.of(formula, TextNode.valueOf(formula)));
        try (CSVParser parser = CSVParser.parse(new ResultCsv(List.of(row)).toString(), CSVFormat.RFC4180)) {
            assertThat(parser.getRecords())
                    .hasSize(2)
                    .allSatisfy(cells -> assertThat(cells.get(0)).isEqualTo("'" + formula));
        }
    }

    @Test
    void leavesNumbersAndOtherTextAsTheyAre() {
        List<ResultRow> rows = List.of(
                new ResultRow(Map.of("value", DoubleNode.valueOf(-0.5))),
                new ResultRow(Map.of("value", LongNode.valueOf(-7))),
                new ResultRow(Map.of("value", TextNode.valueOf("a=b"))),
                new ResultRow(Map.of("value", TextNode.valueOf(""))));
        assertThat(new ResultCsv(rows)).hasToString("value\r\n-0.5\r\n-7\r\na=b\r\n\"\"\r\n");
    }

    @Test
    void namesHyperparametersByTheirPaths() {
        ResultRow row = ResultRow.ofTrial(
                Samples.experiment(State.COMPLETED, null), Samples.trials().getFirst());
        assertThat(row.cells())
                .containsEntry("training.optimizer.learningRate", DoubleNode.valueOf(0.1))
                .containsEntry("testAccuracy", DoubleNode.valueOf(0.9712))
                .containsKeys("experiment", "trialId", "model.hidden", "seed", "device", "seconds");
    }
}
