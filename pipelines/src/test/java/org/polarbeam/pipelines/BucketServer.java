package org.polarbeam.pipelines;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server on loopback that speaks as much of Cloud BeamFiles's JSON API as its Java client uses:
 * list, read with ranges, resumable uploads, copies, deletions and batches of these. Every bucket
 * exists.
 */
final class BucketServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NO_UPLOAD = "";
  private static final Pattern OBJECT = Pattern.compile(".*/b/([^/]+)/o/([^/]+)");
  private static final Pattern COPY =
      Pattern.compile(".*/b/([^/]+)/o/([^/]+)/(?:rewriteTo|copyTo)/b/([^/]+)/o/([^/]+)");
  private static final Pattern BUCKET = Pattern.compile(".*/b/([^/]+)(/o)?");

  /** An object: its bytes and how often it was written. */
  private record Blob(byte[] bytes, long generation, Instant written) {}

  /** What a request is answered with. */
  private record Reply(int status, String type, byte[] body, Map<String, String> headers) {
    static Reply json(int status, ObjectNode body) {
      return new Reply(
          status,
          "application/json; charset=UTF-8",
          body.toString().getBytes(StandardCharsets.UTF_8),
          Map.of());
    }

    static Reply notFound() {
      ObjectNode error = JSON.createObjectNode();
      error.putObject("error").put("code", 404).put("message", "Not Found");
      return json(404, error);
    }
  }

  private final HttpServer server;
  private final ConcurrentSkipListMap<String, Blob> blobs = new ConcurrentSkipListMap<>();
  private final Map<String, String> uploads = new ConcurrentHashMap<>();
  private final Map<String, byte[]> parts = new ConcurrentHashMap<>();
  private final AtomicLong generations = new AtomicLong(1);
  private final Queue<String> notUnderstood = new ConcurrentLinkedQueue<>();

  private BucketServer(HttpServer server) {
    this.server = server;
  }

  /** Starts it, on a free port. */
  static BucketServer start() throws IOException {
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    BucketServer server = new BucketServer(http);
    http.setExecutor(Executors.newCachedThreadPool());
    http.createContext("/", server::handle);
    http.start();
    return server;
  }

  /** The options that make a command use it. */
  List<String> options() {
    return List.of(
        "--gcsEndpoint=http://127.0.0.1:" + server.getAddress().getPort() + "/storage/v1/",
        "--credentialFactoryClass=org.apache.beam.sdk.extensions.gcp.auth.NoopCredentialFactory",
        "--project=test");
  }

  /** Puts a file into a bucket. */
  void put(String path, String text) {
    write(path, text.getBytes(StandardCharsets.UTF_8));
  }

  private void write(String path, byte[] bytes) {
    blobs.put(path, new Blob(bytes, generations.getAndIncrement(), Instant.now()));
  }

  /** Makes a file look as if it had been written so long ago. */
  void age(String path, Duration by) {
    blobs.computeIfPresent(
        path, (p, blob) -> new Blob(blob.bytes, blob.generation, Instant.now().minus(by)));
  }

  /** The files whose paths, bucket first, begin so; by the rest of their paths. */
  Map<String, String> files(String prefix) {
    Map<String, String> files = new java.util.TreeMap<>();
    blobs.forEach(
        (path, blob) -> {
          if (path.startsWith(prefix)) {
            files.put(
                path.substring(prefix.length()), new String(blob.bytes, StandardCharsets.UTF_8));
          }
        });
    return files;
  }

  /** Requests it had no answer for. */
  List<String> notUnderstood() {
    return List.copyOf(notUnderstood);
  }

  private void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    Map<String, String> headers = new HashMap<>();
    exchange.getRequestHeaders().forEach((k, v) -> headers.put(k.toLowerCase(), v.get(0)));
    Reply reply;
    String path = exchange.getRequestURI().getRawPath();
    String query = exchange.getRequestURI().getRawQuery();
    if (path.startsWith("/batch")) {
      reply = batch(headers, new String(body, StandardCharsets.UTF_8));
    } else {
      reply = answer(exchange.getRequestMethod(), path, parameters(query), headers, body);
    }
    exchange.getResponseHeaders().set("Content-Type", reply.type);
    reply.headers.forEach(exchange.getResponseHeaders()::set);
    exchange.sendResponseHeaders(reply.status, reply.body.length == 0 ? -1 : reply.body.length);
    exchange.getResponseBody().write(reply.body);
    exchange.close();
  }

  private static Map<String, String> parameters(String query) {
    Map<String, String> parameters = new HashMap<>();
    if (query != null) {
      for (String pair : query.split("&")) {
        String[] both = pair.split("=", 2);
        parameters.put(both[0], both.length == 1 ? "" : decode(both[1]));
      }
    }
    return parameters;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private Reply answer(
      String method,
      String path,
      Map<String, String> parameters,
      Map<String, String> headers,
      byte[] body)
      throws IOException {
    String upload = parameters.getOrDefault("upload_id", NO_UPLOAD);
    if (!upload.equals(NO_UPLOAD)) {
      return upload(upload, headers, body);
    }
    Matcher copy = COPY.matcher(path);
    Matcher object = OBJECT.matcher(path);
    Matcher bucket = BUCKET.matcher(path);
    if (method.equals("POST") && copy.matches()) {
      Blob from = blobs.get(copy.group(1) + "/" + decode(copy.group(2)));
      if (from == null) {
        return Reply.notFound();
      }
      String to = copy.group(3) + "/" + decode(copy.group(4));
      write(to, from.bytes);
      ObjectNode done = JSON.createObjectNode().put("kind", "storage#rewriteResponse");
      done.put("done", true).put("objectSize", from.bytes.length + "");
      done.set("resource", metadata(to));
      return Reply.json(200, done);
    }
    if (object.matches()) {
      if (!isMatched(object.group(1) + "/" + decode(object.group(2)), parameters)) {
        return preconditionFailed();
      }
      return object(method, object.group(1) + "/" + decode(object.group(2)), parameters, headers);
    }
    if (bucket.matches() && method.equals("POST") && path.contains("upload")) {
      if (parameters.getOrDefault("uploadType", "").equals("multipart")) {
        return uploadAtOnce(bucket.group(1), parameters, headers, body);
      }
      String id = UUID.randomUUID().toString();
      String name =
          parameters.containsKey("name")
              ? parameters.get("name")
              : JSON.readTree(body).path("name").asText();
      uploads.put(id, bucket.group(1) + "/" + name);
      parts.put(id, new byte[0]);
      String location =
          "http://127.0.0.1:" + server.getAddress().getPort() + path + "?upload_id=" + id;
      return new Reply(200, "application/json", new byte[0], Map.of("Location", location));
    }
    if (bucket.matches() && method.equals("GET")) {
      return bucket.group(2) == null
          ? Reply.json(
              200,
              JSON.createObjectNode()
                  .put("kind", "storage#bucket")
                  .put("name", bucket.group(1))
                  .put("location", "US")
                  .put("projectNumber", "1"))
          : list(bucket.group(1), parameters);
    }
    notUnderstood.add(method + " " + path + " " + parameters);
    return Reply.notFound();
  }

  /** Whether an object has the generation that a request expects; 0 is that of none. */
  private boolean isMatched(String path, Map<String, String> parameters) {
    String expected = parameters.get("ifGenerationMatch");
    Blob blob = blobs.get(path);
    return expected == null || Long.parseLong(expected) == (blob == null ? 0 : blob.generation);
  }

  private static Reply preconditionFailed() {
    ObjectNode error = JSON.createObjectNode();
    error
        .putObject("error")
        .put("code", 412)
        .put("message", "At least one of the pre-conditions you specified did not hold.");
    return Reply.json(412, error);
  }

  /** Metadata and content in one request. */
  private synchronized Reply uploadAtOnce(
      String bucket, Map<String, String> parameters, Map<String, String> headers, byte[] body)
      throws IOException {
    String boundary = headers.get("content-type").replaceFirst(".*boundary=", "").replace("\"", "");
    String[] both =
        new String(body, StandardCharsets.ISO_8859_1).split("--" + Pattern.quote(boundary));
    String path = bucket + "/" + JSON.readTree(content(both[1])).path("name").asText();
    if (!isMatched(path, parameters)) {
      return preconditionFailed();
    }
    write(path, content(both[2]).getBytes(StandardCharsets.ISO_8859_1));
    return Reply.json(200, metadata(path));
  }

  private static String content(String part) {
    return part.split("\r?\n\r?\n", 2)[1].replaceFirst("\r?\n$", "");
  }

  private Reply object(
      String method, String path, Map<String, String> parameters, Map<String, String> headers) {
    Blob blob = blobs.get(path);
    if (blob == null) {
      return Reply.notFound();
    }
    if (method.equals("DELETE")) {
      blobs.remove(path);
      return new Reply(204, "application/json", new byte[0], Map.of());
    }
    if (!parameters.getOrDefault("alt", "").equals("media")) {
      return Reply.json(200, metadata(path));
    }
    String range = headers.getOrDefault("range", "");
    Matcher m = Pattern.compile("bytes=(\\d+)-(\\d*)").matcher(range);
    if (!m.matches()) {
      return new Reply(200, "application/octet-stream", blob.bytes, Map.of());
    }
    int first = Integer.parseInt(m.group(1));
    int end =
        m.group(2).isEmpty()
            ? blob.bytes.length
            : (int) Math.min(blob.bytes.length, Long.parseLong(m.group(2)) + 1);
    if (first >= blob.bytes.length) {
      return new Reply(
          416, "text/plain", new byte[0], Map.of("Content-Range", "bytes */" + blob.bytes.length));
    }
    return new Reply(
        206,
        "application/octet-stream",
        Arrays.copyOfRange(blob.bytes, first, end),
        Map.of("Content-Range", "bytes " + first + "-" + (end - 1) + "/" + blob.bytes.length));
  }

  private Reply list(String bucket, Map<String, String> parameters) {
    String prefix = bucket + "/" + parameters.getOrDefault("prefix", "");
    String delimiter = parameters.getOrDefault("delimiter", "");
    ObjectNode list = JSON.createObjectNode().put("kind", "storage#objects");
    ArrayNode items = list.putArray("items");
    ArrayNode prefixes = list.putArray("prefixes");
    String last = "";
    for (String path : blobs.tailMap(prefix).keySet()) {
      if (!path.startsWith(prefix)) {
        break;
      }
      int cut = delimiter.isEmpty() ? -1 : path.indexOf(delimiter, prefix.length());
      if (cut < 0) {
        items.add(metadata(path));
      } else {
        String folder = path.substring(bucket.length() + 1, cut + 1);
        if (!folder.equals(last)) {
          prefixes.add(folder);
          last = folder;
        }
      }
    }
    return Reply.json(200, list);
  }

  private ObjectNode metadata(String path) {
    Blob blob = blobs.get(path);
    int slash = path.indexOf('/');
    ObjectNode node = JSON.createObjectNode().put("kind", "storage#object");
    node.put("bucket", path.substring(0, slash)).put("name", path.substring(slash + 1));
    node.put("size", blob.bytes.length + "").put("generation", blob.generation + "");
    node.put("metageneration", "1").put("contentType", "application/octet-stream");
    node.put("updated", blob.written.toString()).put("timeCreated", blob.written.toString());
    try {
      byte[] md5 = MessageDigest.getInstance("MD5").digest(blob.bytes);
      return node.put("md5Hash", Base64.getEncoder().encodeToString(md5));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A part of a resumable upload; the object is there when the last has come. */
  private Reply upload(String id, Map<String, String> headers, byte[] body) {
    byte[] before = parts.get(id);
    byte[] all = Arrays.copyOf(before, before.length + body.length);
    System.arraycopy(body, 0, all, before.length, body.length);
    parts.put(id, all);
    if (headers.getOrDefault("content-range", "").endsWith("/*")) {
      return new Reply(
          308, "text/plain", new byte[0], Map.of("Range", "bytes=0-" + (all.length - 1)));
    }
    write(uploads.get(id), all);
    return Reply.json(200, metadata(uploads.get(id)));
  }

  /** Several requests in one, each with its answer. */
  private Reply batch(Map<String, String> headers, String body) throws IOException {
    String boundary = headers.get("content-type").replaceFirst(".*boundary=", "").replace("\"", "");
    StringBuilder answers = new StringBuilder();
    for (String part : body.split("--" + Pattern.quote(boundary))) {
      Matcher request =
          Pattern.compile("(GET|POST|DELETE|PATCH) (\\S+)( HTTP\\S*)?\\r?\\n").matcher(part);
      if (!request.find()) {
        continue;
      }
      Matcher contentId = Pattern.compile("(?i)Content-ID: *<?([^>\\r\\n]*)>?").matcher(part);
      String id = contentId.find() ? contentId.group(1) : "";
      String[] target = request.group(2).replaceFirst("https?://[^/]+", "").split("\\?", 2);
      Reply reply =
          answer(
              request.group(1),
              target[0],
              parameters(target.length == 1 ? null : target[1]),
              Map.of(),
              new byte[0]);
      answers
          .append("--answer\r\nContent-Type: application/http\r\nContent-ID: <response-")
          .append(id)
          .append(">\r\n\r\nHTTP/1.1 ")
          .append(reply.status)
          .append(" X\r\nContent-Type: ")
          .append(reply.type)
          .append("\r\nContent-Length: ")
          .append(reply.body.length)
          .append("\r\n\r\n")
          .append(new String(reply.body, StandardCharsets.UTF_8))
          .append("\r\n");
    }
    answers.append("--answer--\r\n");
    return new Reply(
        200,
        "multipart/mixed; boundary=answer",
        answers.toString().getBytes(StandardCharsets.UTF_8),
        Map.of());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
