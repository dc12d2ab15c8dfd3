package org.polarbeam.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.polarbeam.Bytes;

class LineBlocksTest {
  private static List<String> lines(String text) throws IOException {
    List<String> lines = new ArrayList<>();
    LineBlocks blocks = new LineBlocks("f.csv", Bytes.of(text));
    for (LineBlocks.Block b = blocks.next(); !b.isEmpty(); b = blocks.next()) {
      b.each(
          (bytes, from, to, line) -> {
            assertEquals(lines.size() + 1, line);
            lines.add(new LineBlocks.Block(bytes, from, to, line).text());
          });
    }
    return lines;
  }

  @Test
  void linesAreThoseOfAReader_howeverTheyEnd_andWhereverABlockDoes() throws IOException {
    Random random = new Random(3);
    for (String ending : List.of("\n", "\r\n", "\r")) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < 40_000; i++) {
        text.append("x".repeat(random.nextInt(40))).append(i % 97 == 0 ? "é" : "").append(ending);
      }
      text.append("the last");
      List<String> expected =
          new BufferedReader(new StringReader(text.toString())).lines().toList();
      assertEquals(expected, lines(text.toString()));
      assertEquals(expected, lines("\ufeff" + text));
    }
    assertEquals(List.of(), lines(""));
    assertEquals(List.of("", "a"), lines("\na"));
  }

  @Test
  void aLineLongerThanABlockIsWhole_andOneThatIsNoLineIsRefused() throws IOException {
    String line = "a,".repeat(400_000);
    assertEquals(List.of("h", line, "z"), lines("h\n" + line + "\nz\n"));
    String told =
        assertThrows(InputException.class, () -> lines("h\n" + "a".repeat(40 << 20))).getMessage();
    assertTrue(told.startsWith("f.csv: line 2 is longer than 16 MiB"), told);
  }

  @Test
  void whatIsNoTextIsTold() {
    byte[] latin = {'a', ',', (byte) 0xe9, '\n', 'b'};
    assertThrows(
        CharacterCodingException.class,
        () -> new LineBlocks("f.csv", new ByteArrayInputStream(latin)).next());
  }
}
