package org.polarbeam.pipelines.google;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.api.gax.core.NoCredentialsProvider;
import com.google.cloud.secretmanager.v1.SecretManagerServiceSettings;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.polarbeam.model.ModelException;

/** The real client of Secret Manager, against a server on loopback. */
class SecretKeyTest {
  private static final String NAME = "projects/p/secrets/openai/versions/1";
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    String data = Base64.getEncoder().encodeToString("s3cret\n".getBytes(StandardCharsets.UTF_8));
    server.createContext(
        "/",
        exchange -> {
          boolean there = exchange.getRequestURI().getPath().equals("/v1/" + NAME + ":access");
          String body =
              there
                  ? "{\"name\":\"" + NAME + "\",\"payload\":{\"data\":\"" + data + "\"}}"
                  : "{\"error\":{\"code\":403,\"status\":\"PERMISSION_DENIED\",\"message\":\"no\"}}";
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(there ? 200 : 403, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private SecretManagerServiceSettings settings() throws IOException {
    return SecretManagerServiceSettings.newHttpJsonBuilder()
        .setEndpoint("http://127.0.0.1:" + server.getAddress().getPort())
        .setCredentialsProvider(NoCredentialsProvider.create())
        .build();
  }

  @Test
  void theKeyIsReadByItsName() throws IOException {
    assertEquals("s3cret", SecretManager.read(NAME, settings()));
    assertFalse(new SecretKey(NAME).toString().contains("s3cret"));
  }

  @Test
  void givenNoLeaveToReadIt_thenTheRunEndsAndSaysWhatIsMissing() throws IOException {
    String other = "projects/p/secrets/other/versions/1";
    ModelException e =
        assertThrows(ModelException.class, () -> SecretManager.read(other, settings()));
    assertEquals(ModelException.Kind.FATAL, e.kind());
    assertTrue(e.getMessage().contains("roles/secretmanager.secretAccessor"), e.getMessage());
  }
}
