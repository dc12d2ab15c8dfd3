package org.polarbeam.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Names and cells that people see hold nothing that is not seen and obeyed. */
class NamesTest {
  @Test
  void namesAreSeen() {
    for (String name : List.of("gpt-4.1", "@cf/meta/llama", "qwen2.5:0.5b", "modèle é", "模型")) {
      assertNull(Names.fault(name), name);
    }
    for (String name :
        List.of("\u200b", "a\u200bb", " ", "\u3000", "a\u001b[31m", "=cmd|x", "-x", "a\u202eb")) {
      assertNotNull(Names.fault(name), name);
    }
  }

  @Test
  void sheetsForPeopleObeyNothing() {
    assertEquals(
        "\ufeff'=1+1,'＝1+1,-5,a\ufffd[31mRED\ufffd]0;t\ufffd,x\ufffdy,ok\n",
        CsvFormat.linesForPeople(
            List.of(
                List.of(
                    "=1+1", "＝1+1", "-5", "a\u001b[31mRED\u001b]0;t\u0007", "x\u202ey", "ok"))));
    assertEquals("=1+1", CsvFormat.plain("'=1+1"));
    assertEquals("＝1+1", CsvFormat.plain("'＝1+1"));
  }
}
