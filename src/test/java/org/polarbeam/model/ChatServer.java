package org.polarbeam.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A real HTTP server on loopback that speaks OpenAI's chat completions as OpenAI and vLLM do:
 * structured outputs, usage, finish reasons, errors. A plan says what goes wrong with which
 * request.
 */
public final class ChatServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What a request is answered with. */
  public sealed interface Reply {
    /** The answer, after a while. */
    record Answer(long afterMillis) implements Reply {}

    /** An error status with OpenAI's error body; {@code retryAfter} seconds if not negative. */
    record Refusal(int status, String code, long retryAfter) implements Reply {}

    /** The answer is said to be elsewhere. */
    record Moved(int status, String to) implements Reply {}

    /** The connection is reset. */
    record Reset() implements Reply {}

    /** The body ends before its length is reached. */
    record Truncated() implements Reply {}

    /** A body that is no JSON. */
    record Garbage() implements Reply {}

    /** JSON that is no chat completion. */
    record WrongJson() implements Reply {}

    /** These words, as a server sends them that has its own ways. */
    record Words(int status, String body) implements Reply {
      public Words(String body) {
        this(200, body);
      }
    }

    /** The body trickles: a byte at a time. */
    record Slow(long millisPerChunk) implements Reply {}

    /** Nothing comes until the client gives up. */
    record Hung() implements Reply {}
  }

  /** Decides what goes wrong. */
  public interface Plan {
    /**
     * What to answer.
     *
     * @param request the body
     * @param attempt how often this very body came before, from 0
     * @param number how many requests came before, from 0
     */
    Reply reply(JsonNode request, int attempt, long number);
  }

  /** Answers at once, always. */
  public static final Plan FLAWLESS = (request, attempt, number) -> new Reply.Answer(0);

  /** Answers so many at once, each after a while; more wait for their turn. */
  public static Plan inTurn(int places, long millis) {
    Semaphore free = new Semaphore(places, true);
    return (request, attempt, number) -> {
      free.acquireUninterruptibly();
      try {
        Thread.sleep(millis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        free.release();
      }
      return new Reply.Answer(0);
    };
  }

  private final ServerSocket socket;
  private final Function<JsonNode, String> content;
  private final Plan plan;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger mostInFlight = new AtomicInteger();
  private final ConcurrentMap<String, AtomicInteger> seen = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, AtomicInteger> answered = new ConcurrentHashMap<>();
  private final ConcurrentMap<Socket, Boolean> open = new ConcurrentHashMap<>();
  private volatile String lastAuthorization = "";
  private volatile int slots;

  private ChatServer(Function<JsonNode, String> content, Plan plan) throws IOException {
    this.socket = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
    this.content = content;
    this.plan = plan;
    start("accept", this::accept);
  }

  /**
   * Starts a server on a free port.
   *
   * @param content what the model says to a request
   */
  public static ChatServer start(Function<JsonNode, String> content, Plan plan) {
    try {
      return new ChatServer(content, plan);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The endpoint to give as a model's. */
  public String endpoint() {
    return "http://127.0.0.1:" + socket.getLocalPort() + "/v1";
  }

  /** Says at {@code /props}, as llama.cpp does, that so many answers are written at once. */
  public void tellSlots(int count) {
    slots = count;
  }

  /** How many requests came. */
  public int requests() {
    return requests.get();
  }

  /** How many requests were in flight at once, at most. */
  public int mostInFlight() {
    return mostInFlight.get();
  }

  /** How often each request body was answered in full. */
  public Map<String, Integer> answered() {
    Map<String, Integer> counts = new TreeMap<>();
    answered.forEach((body, count) -> counts.put(body, count.get()));
    return counts;
  }

  /** The last request's Authorization header. */
  public String lastAuthorization() {
    return lastAuthorization;
  }

  private static void start(String name, Runnable work) {
    Thread thread = new Thread(null, work, "chat-server-" + name, 256 * 1024);
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = socket.accept();
        client.setTcpNoDelay(true);
        open.put(client, true);
        start("connection", () -> serve(client));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void serve(Socket client) {
    try (client) {
      InputStream in = new BufferedInputStream(client.getInputStream());
      OutputStream out = client.getOutputStream();
      while (answer(client, in, out)) {}
    } catch (IOException e) {
      // the client went away
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(client);
    }
  }

  /** Reads a request and answers it; false when the connection is done with. */
  private boolean answer(Socket client, InputStream in, OutputStream out)
      throws IOException, InterruptedException {
    String line = line(in);
    if (line == null) {
      return false;
    }
    int length = 0;
    for (String header = line(in); header != null && !header.isEmpty(); header = line(in)) {
      String[] parts = header.split(":", 2);
      if (parts[0].equalsIgnoreCase("content-length")) {
        length = Integer.parseInt(parts[1].strip());
      } else if (parts[0].equalsIgnoreCase("authorization")) {
        lastAuthorization = parts[1].strip();
      }
    }
    String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    if (line.startsWith("GET /props ") && slots > 0) {
      send(out, 200, "", "{\"total_slots\":" + slots + "}");
      return true;
    }
    if (!line.startsWith("POST /v1/chat/completions ")) {
      send(out, 404, "", error(404, "not_found"));
      return true;
    }
    mostInFlight.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
    try {
      return reply(client, out, body);
    } finally {
      inFlight.decrementAndGet();
    }
  }

  private boolean reply(Socket client, OutputStream out, String body)
      throws IOException, InterruptedException {
    JsonNode request = JSON.readTree(body);
    int attempt = seen.computeIfAbsent(body, b -> new AtomicInteger()).getAndIncrement();
    Reply reply = plan.reply(request, attempt, requests.getAndIncrement());
    if (reply instanceof Reply.Answer a) {
      Thread.sleep(a.afterMillis());
      answered.computeIfAbsent(body, b -> new AtomicInteger()).incrementAndGet();
      send(out, 200, "", completion(request));
      return true;
    } else if (reply instanceof Reply.Refusal e) {
      String header = e.retryAfter() < 0 ? "" : "Retry-After: " + e.retryAfter() + "\r\n";
      send(out, e.status(), header, error(e.status(), e.code()));
      return true;
    } else if (reply instanceof Reply.Moved moved) {
      send(out, moved.status(), "Location: " + moved.to() + "\r\n", "");
      return true;
    } else if (reply instanceof Reply.Reset) {
      client.setSoLinger(true, 0);
      return false;
    } else if (reply instanceof Reply.Truncated) {
      byte[] bytes = completion(request).getBytes(StandardCharsets.UTF_8);
      out.write(head(200, "", bytes.length).getBytes(StandardCharsets.UTF_8));
      out.write(bytes, 0, bytes.length / 2);
      out.flush();
      return false;
    } else if (reply instanceof Reply.Garbage) {
      send(out, 200, "", "<html>upstream failed</html>");
      return true;
    } else if (reply instanceof Reply.Words words) {
      if (words.status() == 200) {
        answered.computeIfAbsent(body, b -> new AtomicInteger()).incrementAndGet();
      }
      send(out, words.status(), "", words.body());
      return true;
    } else if (reply instanceof Reply.WrongJson) {
      send(out, 200, "", "{\"object\":\"something.else\"}");
      return true;
    } else if (reply instanceof Reply.Slow slow) {
      answered.computeIfAbsent(body, b -> new AtomicInteger()).incrementAndGet();
      byte[] bytes = completion(request).getBytes(StandardCharsets.UTF_8);
      out.write(head(200, "", bytes.length).getBytes(StandardCharsets.UTF_8));
      int chunk = Math.max(1, bytes.length / 10);
      for (int at = 0; at < bytes.length; at += chunk) {
        out.write(bytes, at, Math.min(chunk, bytes.length - at));
        out.flush();
        Thread.sleep(slow.millisPerChunk());
      }
      return true;
    }
    closed.await(); // hung
    return false;
  }

  private String completion(JsonNode request) {
    String text = content.apply(request);
    ObjectNode root = JSON.createObjectNode();
    root.put("id", "chatcmpl-" + requests.get());
    root.put("object", "chat.completion").put("created", 1);
    root.put("model", request.path("model").asText());
    ObjectNode choice = root.putArray("choices").addObject();
    choice.put("index", 0).put("finish_reason", "stop").putNull("logprobs");
    choice.putObject("message").put("role", "assistant").put("content", text).putNull("refusal");
    int prompt = request.path("messages").toString().length() / 4;
    int completion = text.length() / 4;
    root.putObject("usage")
        .put("prompt_tokens", prompt)
        .put("completion_tokens", completion)
        .put("total_tokens", prompt + completion);
    return root.toString();
  }

  private static String error(int status, String code) {
    ObjectNode root = JSON.createObjectNode();
    root.putObject("error")
        .put("message", "the server says " + status + " " + code)
        .put("type", "error")
        .putNull("param")
        .put("code", code);
    return root.toString();
  }

  private static void send(OutputStream out, int status, String headers, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream all = new ByteArrayOutputStream(bytes.length + 200);
    all.write(head(status, headers, bytes.length).getBytes(StandardCharsets.UTF_8));
    all.write(bytes);
    out.write(all.toByteArray());
    out.flush();
  }

  private static String head(int status, String headers, int length) {
    return "HTTP/1.1 "
        + status
        + " -\r\nContent-Type: application/json\r\n"
        + headers
        + "Content-Length: "
        + length
        + "\r\n\r\n";
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0; b = in.read()) {
      if (b == '\n') {
        return line.toString(StandardCharsets.UTF_8).stripTrailing();
      }
      line.write(b);
    }
    return null;
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      socket.close();
      for (Socket client : open.keySet()) {
        client.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
