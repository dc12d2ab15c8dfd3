package org.polarbeam.pipelines.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.polarbeam.files.Printable;

class FailuresTest {
  @Test
  void whatTheMachineLacksIsToldWithTheRemedy() {
    FileSystemException full =
        new FileSystemException("/data/run/scores.csv", null, "No space left on device");
    List<List<Object>> cases =
        List.of(
            List.of(full, "your share of it (/data/run/scores.csv). Make room"),
            List.of(new IOException("No space left on device"), "your share of it. Make room"),
            List.of(
                new FileSystemException("/d/x", null, "Disk quota exceeded"),
                "your share of it (/d/x)"),
            List.of(new FileSystemException("/d/x", null, "Too many open files"), "ulimit -n"),
            List.of(
                new FileSystemException("/d/x", null, "Input/output error"),
                "/d/x: Input/output error"),
            List.of(new OutOfMemoryError("Java heap space"), "POLARBEAM_JAVA_OPTS=-Xmx"),
            List.of(
                new ExceptionInInitializerError(
                    "Exception java.lang.OutOfMemoryError: Java heap space [in thread \"w\"]"),
                "POLARBEAM_JAVA_OPTS=-Xmx"));
    for (List<Object> one : cases) {
      Throwable inside = (Throwable) one.get(0);
      String told = Failures.sentence(new RuntimeException(inside)); // its words, as Beam does
      assertTrue(told.contains((String) one.get(1)), told);
      assertFalse(told.contains("Exception"), told);
    }
  }

  @Test
  void whatATerminalWouldObeyIsNotPrinted() {
    assertEquals("\uFFFD[31mred\uFFFD\nnext\tcell", Printable.of("\u001b[31mred\r\nnext\tcell"));
    assertEquals("\uFFFDabc", Printable.of("\u202eabc"));
  }
}
