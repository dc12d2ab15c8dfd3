package org.polarbeam.alignment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.polarbeam.record.Truth;
import org.polarbeam.survey.Level;
import org.polarbeam.survey.TruthTable;

/** Populations are found for a study's languages however study and survey spell them. */
class SpeakersTest {
  private static final List<Truth> SURVEY =
      List.of(
          truth(Level.COUNTRY, "BR", "pt"),
          truth(Level.COUNTRY, "PT", "pt"),
          truth(Level.COUNTRY, "NO", "no"),
          truth(Level.COUNTRY, "MX", "es"),
          truth(Level.COUNTRY, "US", "en"),
          truth(Level.COUNTRY, "TW", "zh"),
          truth(Level.LANGUAGE, "pt", "pt"),
          truth(Level.LANGUAGE, "no", "no"),
          truth(Level.LANGUAGE, "es", "es"),
          truth(Level.LANGUAGE, "en", "en"),
          truth(Level.LANGUAGE, "zh", "zh"),
          truth(Level.COUNTRY, "HR", "hr"),
          truth(Level.COUNTRY, "ID", "id"),
          truth(Level.LANGUAGE, "hr", "hr"),
          truth(Level.LANGUAGE, "id", "id"),
          truth(Level.GLOBAL, "global", ""));

  private static Truth truth(Level level, String group, String language) {
    return new Truth(level.label(), group, language, "f120", 0.5, null, null);
  }

  /** The populations compared with, as level:group=language. */
  private static Set<String> of(String... languages) {
    Set<String> asked = Set.of(languages);
    Set<String> told = new TreeSet<>();
    for (Truth t : TruthTable.relevantTo(asked, Set.of(), Speakers.inLanguages(asked, SURVEY))) {
      if (!t.level().equals("global") && !t.group().equals("US")) {
        told.add(t.level().charAt(0) + ":" + t.group() + "=" + t.language());
      }
    }
    return told;
  }

  @Test
  void tagsOfTheSurveyAreItsOwn() {
    assertEquals(Set.of("c:BR=pt", "c:PT=pt", "l:pt=pt"), of("pt"));
  }

  @Test
  void aRegionIsItsCountryAndTheSpeakersOfTheLanguage() {
    assertEquals(Set.of("c:BR=pt-BR", "l:pt-BR=pt-BR"), of("pt-BR"));
    assertEquals(Set.of("c:BR=pt-BR", "c:PT=pt", "l:pt=pt", "l:pt-BR=pt-BR"), of("pt", "pt-BR"));
    assertEquals(
        Set.of("c:BR=pt-BR", "c:PT=pt-PT", "l:pt-BR=pt-BR", "l:pt-PT=pt-PT"), of("pt-PT", "pt-BR"));
    assertEquals(Set.of("c:MX=es-419", "l:es-419=es-419"), of("es-419"));
  }

  /** Serbian looks like Croatian to an identifier; Croats are no population of Serbian's. */
  @Test
  void neighboursAreNobodysPopulation() {
    assertEquals(Set.of(), of("sr"));
    assertEquals(Set.of(), of("ms"));
    assertEquals(Set.of("c:HR=hr", "l:hr=hr"), of("hr", "bs"));
  }

  @Test
  void kindsAndOtherCodesAreTheLanguage() {
    assertEquals(Set.of("c:NO=nb", "l:nb=nb"), of("nb"));
    assertEquals(Set.of("c:TW=zh-Hant", "l:zh-Hant=zh-Hant"), of("zh-Hant"));
    assertEquals(Set.of("c:BR=por", "c:PT=por", "l:por=por"), of("por"));
  }

  @Test
  void ofTheSurveysOwnNothingIsLost() {
    List<Truth> both = new ArrayList<>(SURVEY);
    both.add(truth(Level.LANGUAGE, "pt-BR", "pt-BR"));
    Set<String> groups = new TreeSet<>();
    Speakers.inLanguages(Set.of("pt-BR"), both).stream()
        .filter(t -> t.level().equals("language"))
        .forEach(t -> groups.add(t.group()));
    assertEquals(Set.of("pt", "pt-BR", "no", "hr", "id", "es", "en", "zh"), groups);
  }
}
