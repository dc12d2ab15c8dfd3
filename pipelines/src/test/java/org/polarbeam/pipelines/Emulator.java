package org.polarbeam.pipelines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** An emulator of Cloud Storage of others' making, fake-gcs-server, as a process of its own. */
final class Emulator implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final Process process;
  private final String address;

  private Emulator(Process process, String address) {
    this.process = process;
    this.address = address;
  }

  /** Starts it; the test is skipped where it is not there. */
  static Emulator start() throws IOException, InterruptedException {
    Path packages = Path.of(Tools.require("emulator/bin/python")).resolve("../../lib").normalize();
    String program;
    try (Stream<Path> all = Files.walk(packages)) {
      program =
          all.filter(p -> p.toString().contains("vendor/fake-gcs-server/bin/"))
              .filter(Files::isExecutable)
              .map(Path::toString)
              .findFirst()
              .orElse(null);
    }
    assumeTrue(program != null, "fake-gcs-server is not there, so what needs it is skipped");
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    String host = "127.0.0.1:" + port;
    Process process =
        new ProcessBuilder(
                program,
                "-backend",
                "memory",
                "-scheme",
                "http",
                "-host",
                "127.0.0.1",
                "-port",
                Integer.toString(port),
                "-public-host",
                host,
                "-external-url",
                "http://" + host,
                "-log-level",
                "error")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    Emulator emulator = new Emulator(process, "http://" + host);
    emulator.await();
    return emulator;
  }

  private void await() throws IOException, InterruptedException {
    for (int tries = 0; ; tries++) {
      try {
        get("/storage/v1/b?project=p");
        return;
      } catch (IOException e) {
        if (tries == 100 || !process.isAlive()) {
          close();
          throw e;
        }
        Thread.sleep(100);
      }
    }
  }

  /** Where it is, with its scheme. */
  String address() {
    return address;
  }

  /** The options by which a command finds it. */
  List<String> options() {
    return List.of(
        "--gcsEndpoint=" + address + "/storage/v1/",
        "--project=p",
        "--credentialFactoryClass=org.apache.beam.sdk.extensions.gcp.auth.NoopCredentialFactory");
  }

  /** Makes a bucket. */
  void bucket(String name) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address + "/storage/v1/b?project=p"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{\"name\":\"" + name + "\"}"))
            .build();
    assertEquals(200, http.send(request, BodyHandlers.discarding()).statusCode());
  }

  /** The objects whose names begin so, as texts by what follows. */
  Map<String, String> objects(String bucket, String prefix)
      throws IOException, InterruptedException {
    Map<String, String> objects = new TreeMap<>();
    for (JsonNode item :
        JSON.readTree(get("/storage/v1/b/" + bucket + "/o?prefix=" + prefix).body())
            .path("items")) {
      String name = item.path("name").asText();
      String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
      objects.put(
          name.substring(prefix.length()),
          get("/storage/v1/b/" + bucket + "/o/" + encoded + "?alt=media").body());
    }
    return objects;
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create(address + path)).build(), BodyHandlers.ofString());
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
