import java.util.Locale;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.pemistahl.lingua.api.IsoCode639_1;
import com.github.pemistahl.lingua.api.Language;
import com.github.pemistahl.lingua.api.LanguageDetector;
import com.github.pemistahl.lingua.api.LanguageDetectorBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.polarbeam.files.CsvTable;
import org.polarbeam.language.LanguageIdentifier;
import org.polarbeam.prompt.NumberedList;

/**
 * Compares language identifiers, open and restricted to the texts' own languages, on the items of
 * real answers (all of an answer, as a run reads them, and one by one) and on any file of lines
 * {@code LANGUAGE<tab>TEXT}.
 */
public final class LanguageBenchmark {
  private record Text(String language, String text) {}

  public static void main(String[] args) throws IOException {
    Path study = Path.of(args[0]);
    Map<String, String> languages = new TreeMap<>();
    for (CsvTable.Row row :
        CsvTable.read("prompts.csv", Files.newBufferedReader(study.resolve("prompts.csv"))).rows()) {
      languages.put(row.text("topic"), row.text("language"));
    }
    List<Text> answers = new ArrayList<>();
    List<Text> items = new ArrayList<>();
    for (String line : Files.readAllLines(study.resolve("responses-example.jsonl"))) {
      JsonNode response = new ObjectMapper().readTree(line);
      String language = languages.get(response.get("topic").asText());
      List<String> read = NumberedList.read(response.get("response").asText());
      if (!read.isEmpty()) {
        answers.add(new Text(language, String.join("\n", read)));
        read.forEach(item -> items.add(new Text(language, item)));
      }
    }
    compare("whole answers", answers);
    compare("single items", items);
    for (int i = 1; i < args.length; i++) {
      compare(
          args[i],
          Files.readAllLines(Path.of(args[i])).stream()
              .map(l -> l.split("\t", 2))
              .map(l -> new Text(l[0], l[1]))
              .toList());
    }
  }

  private static void compare(String name, List<Text> texts) {
    List<String> languages = texts.stream().map(Text::language).distinct().sorted().toList();
    System.out.println(name + ": " + texts.size() + " texts in " + languages);
    measure("opennlp, open", texts, LanguageIdentifier.open()::identify);
    measure("opennlp, restricted", texts, LanguageIdentifier.among(languages)::identify);
    LanguageDetector open = LanguageDetectorBuilder.fromAllLanguages().build();
    measure("lingua, open", texts, text -> tag(open.detectLanguageOf(text)));
    IsoCode639_1[] codes =
        languages.stream()
            .filter(LanguageBenchmark::isKnown)
            .map(l -> IsoCode639_1.valueOf(l.toUpperCase(Locale.ROOT)))
            .toArray(IsoCode639_1[]::new);
    LanguageDetector restricted = LanguageDetectorBuilder.fromIsoCodes639_1(codes).build();
    measure("lingua, restricted", texts, text -> tag(restricted.detectLanguageOf(text)));
  }

  private static boolean isKnown(String language) {
    return Language.all().stream().anyMatch(l -> tag(l).equals(language));
  }

  private static String tag(Language language) {
    return language.getIsoCode639_1().toString();
  }

  private static void measure(String name, List<Text> texts, UnaryOperator<String> identify) {
    Map<String, int[]> right = new TreeMap<>();
    Map<String, Integer> wrong = new TreeMap<>();
    texts.stream().limit(50).forEach(t -> identify.apply(t.text)); // models load at first use
    long start = System.nanoTime();
    int all = 0;
    for (Text text : texts) {
      String told = identify.apply(text.text);
      boolean same = LanguageIdentifier.same(text.language, told);
      int[] counts = right.computeIfAbsent(text.language, l -> new int[2]);
      counts[0] += same ? 1 : 0;
      counts[1]++;
      all += same ? 1 : 0;
      if (!same) {
        wrong.merge(text.language + ">" + told, 1, Integer::sum);
      }
    }
    double each = (System.nanoTime() - start) / 1e6 / texts.size();
    StringBuilder line =
        new StringBuilder(
            String.format(Locale.ROOT, "  %-20s %6.2f%% %5.1f ms/text ", name, 100.0 * all / texts.size(), each));
    right.forEach((l, c) -> line.append(String.format(Locale.ROOT, " %s %d/%d", l, c[0], c[1])));
    System.out.println(line + (wrong.isEmpty() ? "" : "  wrong: " + wrong));
  }
}
