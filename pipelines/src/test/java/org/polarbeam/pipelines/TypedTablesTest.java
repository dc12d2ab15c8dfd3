package org.polarbeam.pipelines;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polarbeam.files.CsvTable;
import org.polarbeam.transforms.internal.BeamFiles;

/** Tables as Avro files and as BigQuery tables are the CSV's, with types. */
class TypedTablesTest {
  @TempDir Path folder;

  private Path run(String name) {
    Path output = folder.resolve(name);
    Cli.Outcome run =
        Cli.run(
            "run",
            "--models=sim-aurora-small,sim-borealis-small",
            "--canaries=1",
            "--prompts=6",
            "--rounds=5",
            "--languages=en,da",
            "--avro",
            "--output=" + output);
    assertEquals(0, run.status(), run.err());
    return output;
  }

  @Test
  void everyTableIsThereAsAvroWithTheSameValues() throws IOException {
    Path output = run("one");
    int tables = 0;
    try (Stream<Path> files = Files.list(output)) {
      for (Path csv : files.filter(f -> f.toString().endsWith(".csv")).toList()) {
        Path avro = Path.of(csv.toString().replace(".csv", ".avro"));
        if (csv.endsWith("survey.csv") || Files.readAllLines(csv).size() < 2) {
          continue; // the respondents are input, and few topics make no kinds of them
        }
        tables++;
        List<CsvTable.Row> rows = BeamFiles.table(csv.toString()).rows();
        try (DataFileReader<GenericRecord> reader =
            new DataFileReader<>(avro.toFile(), new GenericDatumReader<>())) {
          for (CsvTable.Row row : rows) {
            GenericRecord record = reader.next();
            record
                .getSchema()
                .getFields()
                .forEach(
                    field -> {
                      Object value = record.get(field.pos());
                      String text = row.optional(field.name());
                      if (value instanceof Double number) {
                        assertEquals(Double.parseDouble(text), number, csv + " " + field.name());
                      } else {
                        assertEquals(text, value == null ? "" : value.toString(), csv.toString());
                      }
                    });
          }
          assertTrue(!reader.hasNext(), csv.toString());
        }
      }
    }
    assertTrue(tables >= 8, tables + " tables");
    Path again = run("two");
    assertArrayEquals(
        Files.readAllBytes(output.resolve("alignment.avro")),
        Files.readAllBytes(again.resolve("alignment.avro")));
  }

  @Test
  void aJobLoadsEveryTableBeforeItCloses() throws IOException {
    Path file = folder.resolve("job.json");
    Cli.Outcome job =
        Cli.run(
            "run",
            "--prompts=4",
            "--bigQueryDataset=p-1.runs_2026_11",
            "--runner=DataflowRunner",
            "--dryRun",
            "--dataflowJobFile=" + file,
            "--output=gs://bucket/run");
    assertEquals(0, job.status(), job.err());
    String text = Files.readString(file);
    for (String table : List.of("scores", "alignment", "consistency", "regressions")) {
      assertTrue(text.contains("Load " + table + "/Load"), table);
    }
    Cli.Outcome wrong = Cli.run("run", "--bigQueryDataset=my dataset");
    assertEquals(2, wrong.status());
    assertTrue(wrong.err().contains("PROJECT.DATASET"), wrong.err());
  }
}
