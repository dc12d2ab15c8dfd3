package org.polarbeam.pipelines.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.polarbeam.model.paid.Usage;

class ProgressPrinterTest {
  @Test
  void itSaysHowFarTheRunIsAndWhatIsLeft() {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, UTF_8);
    try (ProgressPrinter printer =
        new ProgressPrinter(nowhere, false, Map.of("elicit", 1_000L, "judge", 1_000L))) {
      Usage elicit = new Usage();
      Map<String, Usage> stages = new TreeMap<>(Map.of("elicit", elicit));
      assertEquals("", printer.line(stages, 0));
      elicit.add(Usage.ASKED, 500);
      elicit.add(Usage.ANSWERED, 200);
      assertEquals("elicit: 500 of 1,000 asked, 200 answered", printer.line(stages, 10));
      elicit.add(Usage.ANSWERED, 90);
      elicit.add(Usage.FAILED, 10);
      elicit.add(Usage.FROM_STORE, 40);
      elicit.add(Usage.TOKENS_OUT, 12_340);
      elicit.add(Usage.COST_MICROS, 1_234_000);
      assertEquals(
          "elicit: 500 of 1,000 asked, 290 answered (40 from the store) (10 failed);"
              + " 10.0/s (1,234 tokens/s); cost 1.23; 3 min left",
          printer.line(stages, 20));
    }
  }
}
