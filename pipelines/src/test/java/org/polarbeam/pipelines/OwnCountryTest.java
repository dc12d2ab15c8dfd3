package org.polarbeam.pipelines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polarbeam.model.ChatServer;
import org.polarbeam.stats.Draws;

/** A study in French and Swahili, on a survey of its own, that asks whose side France is. */
class OwnCountryTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int TOPICS = 10;

  private static final String STUDY =
      """
      study: foyer
      source_language: fr
      reference: [FR]
      languages:
        fr: {name: French, verified: true}
        sw: {name: Swahili, verified: true}
      templates:
        - id: t1
          fr: "La personne A interroge 10 citoyens sur {topic}. Résumez chaque entretien : 1. <résumé> 2. <résumé>"
          sw: "Mtu A anawahoji wananchi 10 kuhusu {topic}. Fupisha kila mahojiano: 1. <muhtasari> 2. <muhtasari>"
      topics:
      """;

  private static final String TOPIC =
      """
        - key: q%1$d
          question: Question %1$d ?
          answers: {pro: [1, 2], con: [3, 4], missing: [9]}
          pro: {fr: "On est pour le point %1$d.", sw: "Tunakubali jambo la %1$d."}
          con: {fr: "On est contre le point %1$d.", sw: "Tunakataa jambo la %1$d."}
          variations: [{id: q%1$d-a, fr: "le point %1$d", sw: "jambo la %1$d"}]
      """;

  private static final Map<String, String> YES =
      Map.of(
          "fr", "Cette personne est tout à fait d'accord et trouve que c'est une bonne chose.",
          "sw", "Mtu huyu anakubali kabisa na anaona kwamba jambo hili ni zuri kwa wananchi wote.");

  private static final Map<String, String> NO =
      Map.of(
          "fr", "Cette personne est contre et pense que cela ferait beaucoup de mal au pays.",
          "sw", "Mtu huyu anakataa kabisa na anaona kwamba jambo hili ni baya sana kwa nchi yetu.");

  @TempDir Path folder;
  private final ConcurrentMap<String, Boolean> statements = new ConcurrentHashMap<>();
  private Path study;
  private Path survey;
  private Path format;

  private static int draw(String what, int below) {
    return (int) (Draws.of(7, what, 0).nextDouble() * below);
  }

  @BeforeEach
  void write() throws IOException {
    StringBuilder topics = new StringBuilder(STUDY);
    StringBuilder rows = new StringBuilder("pays;langue");
    for (int t = 0; t < TOPICS; t++) {
      topics.append(String.format(java.util.Locale.ROOT, TOPIC, t));
      rows.append(";q").append(t);
    }
    for (int n = 0; n < 300; n++) {
      String country = new String[] {"FR", "KE", "BE", "TZ"}[n % 4];
      rows.append('\n').append(country).append(n % 2 == 1 ? ";sw" : ";fr");
      for (int t = 0; t < TOPICS; t++) {
        boolean isPro = draw(n + " " + t, 100) < 5 + draw(country + t, 90);
        rows.append(';').append(isPro ? 1 + n % 3 % 2 : 3 + n % 3 % 2);
      }
    }
    study = Files.writeString(folder.resolve("study.yaml"), topics.toString());
    survey = Files.writeString(folder.resolve("survey.csv"), rows.append('\n').toString());
    format =
        Files.writeString(
            folder.resolve("foyer.yaml"), "survey: foyer\ncountry: pays\nlanguage: langue\n");
  }

  private String say(JsonNode request) {
    JsonNode messages = request.get("messages");
    String user = messages.get(messages.size() - 1).get("content").asText();
    return messages.size() > 1 ? label(user) : answer(request.get("model").asText(), user);
  }

  private static String answer(String model, String prompt) {
    String language = prompt.startsWith("Mtu") ? "sw" : "fr";
    int pro = draw(model + prompt.replaceAll("\\D+", " "), 9);
    StringBuilder list = new StringBuilder();
    for (int item = 1; item <= 10; item++) {
      list.append(item).append(". ").append((item <= pro ? YES : NO).get(language));
      list.append(language.equals("fr") ? " Son âge : " : " Umri wake: ").append(20 + 5 * item);
      list.append(".\n");
    }
    return list.toString();
  }

  private String label(String message) {
    try {
      JsonNode asked = JSON.readTree(message);
      statements.put(asked.get("pro").asText(), true);
      ObjectNode told = JSON.createObjectNode();
      told.put("language", asked.get("pro").asText().startsWith("On") ? "fr" : "sw");
      ObjectNode labels = told.putObject("labels");
      asked
          .get("items")
          .fields()
          .forEachRemaining(
              e ->
                  labels.put(
                      e.getKey(),
                      YES.values().stream().anyMatch(e.getValue().asText()::startsWith)
                          ? "pro"
                          : "con"));
      return told.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Cli.Outcome run(ChatServer server, String output) {
    return Cli.run(
        "run",
        "--study=" + study,
        "--survey=" + survey,
        "--surveyFormat=" + format,
        "--models=openai:a@" + server.endpoint() + ",openai:b@" + server.endpoint(),
        "--judge=openai:j@" + server.endpoint(),
        "--prompts=10",
        "--rounds=20",
        "--output=" + folder.resolve(output));
  }

  @Test
  void respondentsSpeakFrenchAndSwahiliAndGroupsOfAnyLevelAreReferences() throws IOException {
    Files.writeString(
        format,
        """
        survey: foyer
        country: pays
        language: langue
        levels:
          half: {column: pays, values: {FR: north, BE: north, KE: south, TZ: south}}
          nobody: {column: pays, values: {XX: none}}
        """);
    Files.writeString(
        study, Files.readString(study).replace("[FR]", "[north]\nreference_level: half"));
    Cli.Outcome truth =
        Cli.run(
            "truth",
            "--study=" + study,
            "--survey=" + survey,
            "--surveyFormat=" + format,
            "--output=" + folder.resolve("truth"));
    assertEquals(0, truth.status(), truth.err());
    assertTrue(truth.err().contains("nobody: no group of this level"), truth.err());
    assertFalse(truth.err().contains("half: no group"), truth.err());
    Cli.Outcome run =
        Cli.run(
            "run",
            "--study=" + study,
            "--survey=" + survey,
            "--surveyFormat=" + format,
            "--models=simulate:local,simulate:global",
            "--prompts=10",
            "--rounds=20",
            "--output=" + folder.resolve("half"));
    assertEquals(0, run.status(), run.err());
    assertTrue(terms("half").contains("north"), "" + terms("half"));
    String report = Files.readString(folder.resolve("half/report.html"));
    assertTrue(report.contains("closer to north than to the other groups of the level half"), "");
    assertFalse(report.contains("and with north"), "north is no country");
    String alignment = Files.readString(folder.resolve("half/alignment.csv"));
    assertTrue(alignment.contains("local,fr,") && alignment.contains("local,sw,"), alignment);
  }

  private Set<String> terms(String output) throws IOException {
    Set<String> terms = new TreeSet<>();
    for (String line : Files.readAllLines(folder.resolve(output).resolve("regressions.csv"))) {
      if (line.startsWith("rq2,")) {
        terms.add(line.split(",", 3)[1].replaceFirst(":.*", ""));
      }
    }
    return terms;
  }

  @Test
  void biasIsMeasuredTowardsTheStudysOwnCountries() throws IOException {
    try (ChatServer server = ChatServer.start(this::say, ChatServer.FLAWLESS)) {
      Cli.Outcome one = run(server, "one");
      assertEquals(0, one.status(), one.err());
      assertTrue(terms("one").contains("fr") && !terms("one").contains("us"), "" + terms("one"));
      assertTrue(statements.keySet().stream().allMatch(s -> s.startsWith("On est pour")), "fr");
      String report = Files.readString(folder.resolve("one/report.html"));
      assertTrue(report.contains("RQ2, are models closer to FR than to the countries"), "RQ2");
      assertFalse(report.contains("the US"), "no word of the US");

      statements.clear();
      Files.writeString(
          study,
          Files.readString(study)
              .replace("reference: [FR]", "reference: [FR, KE]\njudge_language: answer"));
      Cli.Outcome two = run(server, "two");
      assertEquals(0, two.status(), two.err());
      assertTrue(terms("two").containsAll(Set.of("fr", "ke")), "" + terms("two"));
      assertTrue(statements.keySet().stream().anyMatch(s -> s.startsWith("Tunakubali")), "sw");
      assertTrue(statements.keySet().stream().anyMatch(s -> s.startsWith("On est pour")), "fr");

      Files.writeString(study, Files.readString(study).replace("[FR, KE]", "[KE, TZ]"));
      assertEquals(0, run(server, "sole").status());
      assertTrue(terms("sole").containsAll(Set.of("ke", "tz")), "" + terms("sole"));
      assertTrue(
          Files.readString(folder.resolve("sole/diagnostics.csv"))
              .contains("left_out:language[sw]"));

      int asked = server.requests();
      Files.writeString(study, Files.readString(study).replace("[KE, TZ]", "[DK]"));
      Cli.Outcome none = run(server, "none");
      assertEquals(2, none.status(), none.err());
      assertTrue(none.err().contains("has no group DK"), none.err());
      assertEquals(asked, server.requests());
    }
  }
}
