package org.polarbeam.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.polarbeam.model.ChatServer;
import org.polarbeam.model.ChatServer.Reply;

/**
 * A model server in a process of its own, that takes a fixed time for each request and works on so
 * many at once; more wait.
 */
final class ServerProcess implements AutoCloseable {
  private static final String ANSWER =
      "1. One says yes, and has always thought so.\n2. Another says no.\n".repeat(5);

  /** In a question that is refused when it comes for the first time. */
  private static final String REFUSED_ONCE = "number none";

  private final Process process;
  private final String endpoint;

  private ServerProcess(Process process, String endpoint) {
    this.process = process;
    this.endpoint = endpoint;
  }

  static ServerProcess start(long serviceMillis, int capacity) throws IOException {
    Process process =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                ServerProcess.class.getName(),
                Long.toString(serviceMillis),
                Integer.toString(capacity))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    return new ServerProcess(process, out.readLine());
  }

  String endpoint() {
    return endpoint;
  }

  /** The server's own process: service time and capacity. It ends with its input. */
  public static void main(String[] args) throws IOException {
    long millis = Long.parseLong(args[0]);
    ChatServer.Plan inTurn = ChatServer.inTurn(Integer.parseInt(args[1]), millis);
    ChatServer.Plan plan =
        (request, attempt, number) -> {
          Reply answer = inTurn.reply(request, attempt, number);
          boolean isRefused = attempt == 0 && request.toString().contains(REFUSED_ONCE);
          return isRefused ? new Reply.Refusal(400, "no", -1) : answer;
        };
    try (ChatServer server = ChatServer.start(request -> ANSWER, plan)) {
      System.out.println(server.endpoint());
      while (System.in.read() >= 0) {
        // until the parent closes the pipe
      }
    }
  }

  @Override
  public void close() {
    process.destroy();
  }
}
