package org.polarbeam.model.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;

/** OpenAI's files and batches on loopback. Batches end when a test says so. */
final class BatchServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What becomes of each request of a batch. */
  interface Plan {
    /** The status of a request's result; 0 when it has none, as in a batch that expired. */
    int status(String question, int batch);
  }

  private final HttpServer server;
  private final Plan plan;
  private final Map<String, String> files = new LinkedHashMap<>();
  private final Map<String, ObjectNode> batches = new LinkedHashMap<>();
  private final Map<String, Integer> answered = new TreeMap<>();
  private int workingUpTo = Integer.MAX_VALUE;
  private boolean refuse;
  private long queueTakes = Long.MAX_VALUE;
  private boolean cutOff;
  private int refusedLooks;
  private int refusal;
  private int creations;

  BatchServer(Plan plan) {
    this.plan = plan;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(
        Executors.newCachedThreadPool(
            work -> {
              Thread thread = new Thread(work);
              thread.setDaemon(true);
              return thread;
            }));
    server.createContext("/v1/", this::handle);
    server.start();
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
  }

  /** Whether batches are worked on; while they are not, they stay in progress. */
  synchronized void setWorking(boolean works) {
    workingUpTo = works ? Integer.MAX_VALUE : -1;
  }

  /** Up to which batch they are worked on. */
  synchronized void setWorkingUpTo(int batch) {
    workingUpTo = batch;
  }

  /** How many questions may wait in batches at a time. */
  synchronized void setQueue(long questions) {
    queueTakes = questions;
  }

  /** The next batch fails its validation. */
  synchronized void refuseNext() {
    refuse = true;
  }

  /** So many looks at batches are answered with this status. */
  synchronized void refuseLooks(int looks, int status) {
    refusedLooks = looks;
    refusal = status;
  }

  /** The next batch is created, but its creator never hears of it. */
  synchronized void cutOffNextCreation() {
    cutOff = true;
  }

  synchronized int creations() {
    return creations;
  }

  /** How often each question was answered, and so paid for. */
  synchronized Map<String, Integer> answered() {
    return new TreeMap<>(answered);
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath().replaceFirst("^/v1/", "");
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String reply;
    int status = 200;
    synchronized (this) {
      if (path.startsWith("batches/") && refusedLooks > 0) {
        refusedLooks--;
        status = refusal;
        reply = "{\"error\":{\"message\":\"not now\"}}";
      } else {
        reply = reply(exchange.getRequestMethod() + " " + path, body);
      }
    }
    if (reply == null) {
      exchange.close(); // the connection breaks off
      return;
    }
    byte[] bytes = reply.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private String reply(String call, String body) throws IOException {
    if (call.equals("POST files")) {
      String id = "file-" + files.size();
      List<String> lines = body.lines().filter(l -> l.startsWith("{\"custom_id\"")).toList();
      files.put(id, String.join("\n", lines));
      return JSON.createObjectNode()
          .put("id", id)
          .put("object", "file")
          .put("bytes", body.length())
          .put("created_at", 1)
          .put("filename", "x.jsonl")
          .put("purpose", "batch")
          .put("status", "processed")
          .toString();
    }
    if (call.startsWith("GET files/")) {
      return files.get(call.replaceAll("^GET files/|/content$", ""));
    }
    if (call.equals("POST batches")) {
      return create(JSON.readTree(body));
    }
    if (call.equals("GET batches")) {
      ObjectNode list = JSON.createObjectNode();
      list.put("object", "list").put("has_more", false);
      ArrayNode data = list.putArray("data");
      batches.values().forEach(data::add);
      return list.toString();
    }
    if (call.startsWith("GET batches/")) {
      ObjectNode batch = batches.get(call.substring("GET batches/".length()));
      if (number(batch) <= workingUpTo && batch.get("status").asText().equals("in_progress")) {
        work(batch);
      }
      return batch.toString();
    }
    throw new IOException("no such call: " + call);
  }

  private String create(JsonNode request) {
    String id = "batch-" + creations++;
    ObjectNode batch = JSON.createObjectNode();
    batch.put("id", id).put("object", "batch").put("endpoint", "/v1/chat/completions");
    batch.put("completion_window", "24h").put("created_at", 1).put("status", "in_progress");
    batch.set("input_file_id", request.get("input_file_id"));
    batch.set("metadata", request.get("metadata"));
    batches.put(id, batch);
    if (refuse) {
      refuse = false;
      batch.put("status", "failed");
      ObjectNode error =
          batch.putObject("errors").put("object", "list").putArray("data").addObject();
      error.put("code", "invalid_json_line").put("message", "a line is no JSON");
    }
    if (isFull()) {
      batch.put("status", "failed");
      ObjectNode error =
          batch.putObject("errors").put("object", "list").putArray("data").addObject();
      error.put("code", "token_limit_exceeded");
      error.put("message", "Enqueued token limit reached for m. Limit: 90,000 enqueued tokens.");
    }
    if (cutOff) {
      cutOff = false;
      return null;
    }
    return batch.toString();
  }

  /** Whether this batch and those under way would have more questions than the queue takes. */
  private boolean isFull() {
    long waiting = 0;
    for (JsonNode other : batches.values()) {
      if (other.get("status").asText().equals("in_progress")) {
        waiting += files.get(other.get("input_file_id").asText()).lines().count();
      }
    }
    return waiting > queueTakes;
  }

  private static int number(JsonNode batch) {
    return Integer.parseInt(batch.get("id").asText().substring("batch-".length()));
  }

  private void work(ObjectNode batch) throws IOException {
    List<String> good = new ArrayList<>();
    List<String> bad = new ArrayList<>();
    boolean expired = false;
    int number = number(batch);
    for (String line : files.get(batch.get("input_file_id").asText()).lines().toList()) {
      JsonNode request = JSON.readTree(line);
      String question = request.at("/body/messages/0/content").asText();
      int status = plan.status(question, number);
      if (status == 0) {
        expired = true;
        continue;
      }
      ObjectNode result = JSON.createObjectNode();
      result.set("custom_id", request.get("custom_id"));
      ObjectNode response = result.putObject("response").put("status_code", status);
      if (status == 200) {
        answered.merge(question, 1, Integer::sum);
        response.set("body", completion("to " + question));
        good.add(result.toString());
      } else {
        response.putObject("body").putObject("error").put("message", "says the test");
        bad.add(result.toString());
      }
    }
    java.util.Collections.reverse(good); // results come in any order
    files.put("out-" + number, String.join("\n", good));
    batch.put("output_file_id", "out-" + number);
    if (!bad.isEmpty()) {
      files.put("err-" + number, String.join("\n", bad));
      batch.put("error_file_id", "err-" + number);
    }
    batch.put("status", expired ? "expired" : "completed");
  }

  private static ObjectNode completion(String text) {
    ObjectNode root = JSON.createObjectNode();
    root.put("id", "c").put("object", "chat.completion").put("created", 1).put("model", "m");
    ObjectNode choice = root.putArray("choices").addObject();
    choice.put("index", 0).put("finish_reason", "stop").putNull("logprobs");
    choice.putObject("message").put("role", "assistant").put("content", text).putNull("refusal");
    root.putObject("usage")
        .put("prompt_tokens", 5)
        .put("completion_tokens", 6)
        .put("total_tokens", 11);
    return root;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
