package org.polarbeam.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tables as spreadsheets send them back. */
class CsvTableTest {
  private static CsvTable read(String text) throws IOException {
    return CsvTable.read("t.csv", new StringReader(text));
  }

  private static String refusal(String text) {
    return assertThrows(InputException.class, () -> read(text)).getMessage();
  }

  @Test
  void separatorsAndDecimalMarksOfOtherCountriesAreRead() throws IOException {
    for (String text :
        List.of(
            "topic,polarity\nf120,0.25\n",
            "\ufefftopic;polarity\r\nf120;0,25\r\n",
            "topic\tpolarity\nf120\t0,25\n",
            "topic;polarity;;\nf120;0,25;;\n",
            "topic,polarity,,\nf120,0.25,,\n",
            "topic,polarity,,\nf120,0.25\n",
            "topic,polarity\nf120,0.25,,\n",
            "\"topic\";\"polarity\"\n\"f120\";\"0,25\"\n")) {
      CsvTable table = read(text);
      assertEquals(List.of("topic", "polarity"), table.columns(), text);
      assertEquals("f120", table.rows().get(0).text("topic"), text);
      assertEquals(0.25, table.rows().get(0).number("polarity"), 0, text);
    }
    assertEquals("a;b", read("x,y\na;b,1\n").rows().get(0).text("x"));
    assertEquals("a,b", read("\"x,z\";y\n\"a,b\";1\n").rows().get(0).text("x,z"));
  }

  @Test
  void whatIsNoEmptyColumnIsTold() {
    assertTrue(refusal("a,b\n1,2,3\n").contains("line 2 has 3 fields where the header has 2"));
    assertTrue(refusal("a,b,,\n1,2,,x\n").contains("line 2"));
    assertTrue(refusal("a,b\n1\n").contains("line 2"));
    assertTrue(refusal("a,b,a\n1,2,3\n").contains("column a"));
  }
}
