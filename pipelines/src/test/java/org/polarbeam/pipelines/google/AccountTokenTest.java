package org.polarbeam.pipelines.google;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.auth.oauth2.ServiceAccountCredentials;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.polarbeam.model.KnownKeys;
import org.polarbeam.model.ModelException;

/** Google's real client of accounts, against a server of tokens on loopback. */
class AccountTokenTest {
  private final AtomicInteger given = new AtomicInteger();
  private HttpServer server;
  private int lasts = 1;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String body =
              "{\"access_token\":\"ya29.a-token-of-an-account-"
                  + given.incrementAndGet()
                  + "\",\"token_type\":\"Bearer\",\"expires_in\":"
                  + lasts
                  + "}";
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private Account account() throws GeneralSecurityException {
    PrivateKey key = KeyPairGenerator.getInstance("RSA").generateKeyPair().getPrivate();
    return new Account(
        ServiceAccountCredentials.newBuilder()
            .setClientEmail("asker@p.iam.gserviceaccount.com")
            .setPrivateKey(key)
            .setPrivateKeyId("1")
            .setProjectId("p")
            .setDefaultRetriesEnabled(false)
            .setScopes(List.of("https://www.googleapis.com/auth/cloud-platform"))
            .setTokenServerUri(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/token"))
            .build());
  }

  @Test
  void givenAccessThatHasRunOut_thenItIsRenewedAndMasked() throws GeneralSecurityException {
    Account account = account();
    String first = account.headers().get(Account.AUTHORIZATION);
    assertEquals("Bearer ya29.a-token-of-an-account-1", first);
    String second = account.headers().get(Account.AUTHORIZATION);
    assertEquals("Bearer ya29.a-token-of-an-account-2", second);
    assertFalse(KnownKeys.mask("he says " + second).contains("account-2"));
  }

  @Test
  void givenAccessThatLasts_thenItIsFetchedOnce() throws GeneralSecurityException {
    lasts = 3_600;
    Account account = account();
    account.headers();
    account.headers();
    assertEquals(1, given.get());
  }

  @Test
  void givenNobodyWhoGivesAccess_thenThatPasses() throws GeneralSecurityException {
    Account account = account();
    server.stop(0);
    ModelException e = assertThrows(ModelException.class, account::headers);
    assertEquals(ModelException.Kind.TRANSIENT, e.kind());
  }

  @Test
  void accessIsForGooglesServicesAlone() {
    AccountToken token = new AccountToken();
    assertTrue(token.isFor("europe-west4-aiplatform.googleapis.com"));
    assertTrue(token.isFor("127.0.0.1"));
    assertFalse(token.isFor("googleapis.com.evil.example"));
    assertFalse(token.isFor("evil-googleapis.com"));
  }
}
