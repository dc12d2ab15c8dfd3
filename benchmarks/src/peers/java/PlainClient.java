import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ExecutorService;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The least that asks an endpoint with some requests at once: no store, no limits, no second try.
 * Usage: java PlainClient.java ENDPOINT MODEL FOLDER_OF_PROMPTS AT_ONCE MOST_TOKENS
 */
final class PlainClient {
  private static final Pattern TEXT = Pattern.compile("\"text\":\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern TOKENS = Pattern.compile("\"completion_tokens\"\\s*:\\s*(\\d+)");

  private PlainClient() {}

  public static void main(String[] args) throws Exception {
    List<String> prompts = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of(args[2]))) {
      for (Path file : files.sorted().toList()) {
        for (String line : Files.readAllLines(file)) {
          Matcher text = TEXT.matcher(line);
          if (text.find()) {
            prompts.add(text.group(1)); // as JSON writes it
          }
        }
      }
    }
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    ExecutorService threads =
        Executors.newFixedThreadPool(
            Integer.parseInt(args[3]),
            work -> {
              Thread thread = new Thread(work);
              thread.setDaemon(true); // ends with a failure, too
              return thread;
            });
    long start = System.nanoTime();
    List<Future<Long>> answers = new ArrayList<>();
    for (String prompt : prompts) {
      answers.add(threads.submit(() -> ask(client, args[0], args[1], prompt, args[4])));
    }
    long tokens = 0;
    for (Future<Long> answer : answers) {
      tokens += answer.get();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    threads.shutdown();
    System.out.printf(Locale.ROOT, "%d %d %.2f%n", prompts.size(), tokens, seconds);
  }

  private static long ask(
      HttpClient client, String endpoint, String model, String prompt, String most)
      throws IOException, InterruptedException {
    String body =
        "{\"model\":\""
            + model
            + "\",\"max_tokens\":"
            + most
            + ",\"temperature\":0,\"messages\":[{\"role\":\"user\",\"content\":\""
            + prompt
            + "\"}]}";
    HttpResponse<String> response =
        client.send(
            HttpRequest.newBuilder(URI.create(endpoint + "/chat/completions"))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer none")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    Matcher tokens = TOKENS.matcher(response.body());
    if (!tokens.find()) {
      throw new IOException(response.statusCode() + " " + response.body());
    }
    return Long.parseLong(tokens.group(1));
  }
}
