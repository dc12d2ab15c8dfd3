package org.polarbeam.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DelimitedLineTest {
  private final DelimitedLine line = new DelimitedLine(',');

  @Test
  void fieldsAreFound_quotedOrNot() {
    assertEquals(4, line.read("a,,é c,-7"));
    assertEquals("a", line.field(0));
    assertEquals("", line.field(1));
    assertEquals("é c", line.field(2));
    assertEquals(-7, line.whole(3));
    assertEquals(2, line.read("\"a,\"\"b\",3"));
    assertEquals("a,\"b", line.field(0));
    assertEquals(DelimitedLine.NO_NUMBER, line.whole(1), "left to a reader of texts");
    assertEquals(1, line.read(""));
    assertEquals("", line.field(0));
    assertEquals(300, line.read(",".repeat(299)));
  }

  @Test
  void whatIsNoPlainNumber_isLeftToOthers() {
    for (String text : new String[] {"", "-", "+1", " 1", "1 ", "1.0", "1e3", "1234567", "٣"}) {
      line.read(text);
      assertEquals(DelimitedLine.NO_NUMBER, line.whole(0), text);
    }
    for (String text : new String[] {"", ".", "1.2.3", "1-", "0x1p3", "NaN", "1x5"}) {
      DelimitedLine fields = new DelimitedLine('\t');
      fields.read(text);
      assertThrows(NumberFormatException.class, () -> fields.decimal(0), text);
    }
    for (String text : new String[] {".5", "-1", "1e3", " 7 ", "1234567890123456", "\"2.5\""}) {
      line.read(text);
      assertEquals(Double.parseDouble(text.replace("\"", "")), line.decimal(0), 0, text);
    }
    DelimitedLine semicolons = new DelimitedLine(';');
    semicolons.read("0,25;1");
    assertEquals(0.25, semicolons.decimal(0));
  }

  @Test
  void decimalsAreTheNearestDoubles() {
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      String text =
          String.format(Locale.ROOT, "%." + random.nextInt(13) + "f", 99 * random.nextDouble());
      line.read(text);
      assertEquals(Double.parseDouble(text), line.decimal(0), 0, text);
    }
  }

  @Test
  void aKeyIsTheSame_quotedOrNot_andAnotherForAnotherText() {
    StringBuilder plain = new StringBuilder();
    line.read("é,x");
    line.appendTo(plain, 0);
    StringBuilder quoted = new StringBuilder();
    line.read("\"é\",x");
    line.appendTo(quoted, 0);
    assertEquals(plain.toString(), quoted.toString());
    StringBuilder misread = new StringBuilder();
    line.read("\"Ã©\",x");
    line.appendTo(misread, 0);
    assertFalse(plain.toString().equals(misread.toString()));
  }
}
