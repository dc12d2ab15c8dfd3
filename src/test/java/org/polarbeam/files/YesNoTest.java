package org.polarbeam.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;

class YesNoTest {
  @Test
  void spreadsheetsOfOtherLanguagesAreRead() {
    for (String yes :
        List.of(
            "yes",
            " TRUE ",
            "WAHR",
            "VRAI",
            "Verdadeiro",
            "SAND",
            "ИСТИНА",
            "ja",
            "DOĞRU",
            "ΑΛΗΘΗΣ",
            "αληθής")) {
      assertEquals(Boolean.TRUE, YesNo.of(yes), yes);
    }
    for (String no :
        List.of(
            "", "No", "FALSCH", "FAUX", "FALSO", "FALSK", "ЛОЖЬ", "nej", "YANLIŞ", "HAYIR", "hayır",
            "ΨΕΥΔΗΣ")) {
      assertEquals(Boolean.FALSE, YesNo.of(no), no);
    }
    assertNull(YesNo.of("maybe"));
  }
}
