package org.polarbeam.model.served;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * A program that takes vLLM's command line, health check and chat completions, and goes wrong when
 * told to. Its further flags: {@code --journal FILE}, to which each start appends its process id
 * and arguments; {@code --start-after MS}; {@code --die-at-start}; {@code --crash-after N} and
 * {@code --hang-after N} answers, the first start only; {@code --ignore-term}; {@code
 * --with-child}, a child of its own.
 */
public final class VllmStandIn {
  private static final ObjectMapper JSON = new ObjectMapper();

  private VllmStandIn() {}

  /** The command that runs it, as {@code vllm serve} would be given. */
  public static List<String> command(Path journal) {
    return new ArrayList<>(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            VllmStandIn.class.getName(),
            "serve",
            "--journal",
            journal.toString()));
  }

  /** Serves until it is ended. */
  public static void main(String[] args) throws IOException, InterruptedException {
    List<String> given = List.of(args);
    Path journal = Path.of(value(given, "--journal"));
    boolean first = !Files.exists(journal);
    long child = 0;
    if (given.contains("--with-child")) {
      child = new ProcessBuilder("sleep", "600").start().pid();
    }
    Files.writeString(
        journal,
        ProcessHandle.current().pid() + " " + child + " " + String.join(" ", given) + "\n",
        java.nio.file.StandardOpenOption.CREATE,
        java.nio.file.StandardOpenOption.APPEND);
    if (given.contains("--ignore-term")) {
      Signal.handle(new Signal("TERM"), SignalHandler.SIG_IGN);
    }
    System.out.println("loading weights");
    if (given.contains("--die-at-start")) {
      System.err.println("CUDA out of memory");
      System.exit(1);
    }
    if (given.contains("--start-after")) {
      new CountDownLatch(1)
          .await(Long.parseLong(value(given, "--start-after")), TimeUnit.MILLISECONDS);
    }
    serve(given, first);
  }

  private static String value(List<String> args, String flag) {
    return args.get(args.indexOf(flag) + 1);
  }

  private static int limit(List<String> args, String flag, boolean first) {
    return first && args.contains(flag) ? Integer.parseInt(value(args, flag)) : Integer.MAX_VALUE;
  }

  private static void serve(List<String> args, boolean first) throws IOException {
    HttpServer server =
        HttpServer.create(
            new InetSocketAddress(value(args, "--host"), Integer.parseInt(value(args, "--port"))),
            0);
    int crashAfter = limit(args, "--crash-after", first);
    int hangAfter = limit(args, "--hang-after", first);
    AtomicInteger answers = new AtomicInteger();
    CountDownLatch never = new CountDownLatch(1);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext(
        "/health",
        exchange -> {
          waitWhile(answers.get() >= hangAfter, never);
          reply(exchange, "");
        });
    server.createContext(
        "/v1/chat/completions",
        exchange -> {
          var request = JSON.readTree(exchange.getRequestBody());
          int number = answers.incrementAndGet();
          waitWhile(number > hangAfter, never);
          if (number > crashAfter) {
            Runtime.getRuntime().halt(139);
          }
          ObjectNode answer = JSON.createObjectNode();
          answer.put("id", "c" + number).put("object", "chat.completion").put("created", 0);
          answer.put("model", request.path("model").asText());
          ObjectNode choice = answer.putArray("choices").addObject();
          choice.put("index", 0).put("finish_reason", "stop").putNull("logprobs");
          choice
              .putObject("message")
              .put("role", "assistant")
              .putNull("refusal")
              .put("content", "pid " + ProcessHandle.current().pid());
          answer
              .putObject("usage")
              .put("prompt_tokens", 3)
              .put("completion_tokens", 2)
              .put("total_tokens", 5);
          reply(exchange, answer.toString());
        });
    server.start();
  }

  private static void waitWhile(boolean hangs, CountDownLatch never) {
    if (hangs) {
      try {
        never.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void reply(HttpExchange exchange, String body) throws IOException {
    byte[] bytes = body.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
