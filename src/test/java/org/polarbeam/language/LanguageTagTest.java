package org.polarbeam.language;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguageTagTest {
  @ParameterizedTest
  @CsvSource({
    "pt-BR,pt",
    "pt_BR,pt",
    "PT,pt",
    "en-GB,en",
    "zh-Hant,zh",
    "zh-Hans-CN,zh",
    "iw,he",
    "in,id",
    "mo,ro",
    "deu,de",
    "ger,de",
    "dan,da",
    "pes,fa",
    "cmn,zh",
    "nob,nb",
    "Mandarin,zh",
    "Filipino,fil",
    "Danish,da",
    "dansk,da",
    "Deutsch,de",
    "Brazilian Portuguese,pt",
    "swh,sw",
    "Norwegian Bokmål,nb",
    "Farsi,fa",
    "jw,jv",
    "nonsense language,und",
    "' da ',da"
  })
  void aLanguageHasOneSpelling(String told, String language) {
    assertEquals(language, LanguageTag.of(told).language());
  }

  @ParameterizedTest
  @CsvSource({
    "pt-BR,pt",
    "pt,pt-BR",
    "pt-BR,pt-PT",
    "en-GB,English",
    "zh-Hant,zh",
    "zh,cmn",
    "no,nb",
    "nb,no",
    "iw,he",
    "he,iw",
    "deu,de",
    "mo,ron",
    "fil,Tagalog",
    "sr-Latn,hr",
    "fa,pes",
    "sr-Cyrl,sr",
    "az,azj"
  })
  void theSameLanguageIsTheSameHoweverSpelt(String asked, String told) {
    assertTrue(LanguageIdentifier.same(asked, told));
  }

  @ParameterizedTest
  @CsvSource({"da,nb", "pt,es", "zh-Hant,zh-Hans", "sr-Latn,sr-Cyrl", "en,und", "id,ms"})
  void anotherIsAnother(String asked, String told) {
    assertFalse(LanguageIdentifier.same(asked, told));
  }

  @Test
  void whatCannotBeToldIsKnown() {
    for (String known : new String[] {"da", "pt-BR", "zh-Hant", "iw", "sr-Latn", "fil", "no"}) {
      assertTrue(LanguageIdentifier.knows(known), known);
    }
    for (String unknown : new String[] {"am", "my", "km", "lo", "yo", "ha"}) {
      assertFalse(LanguageIdentifier.knows(unknown), unknown);
    }
  }
}
