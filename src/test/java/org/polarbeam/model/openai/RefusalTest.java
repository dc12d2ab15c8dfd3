package org.polarbeam.model.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.polarbeam.model.ModelException;
import org.polarbeam.model.ModelException.Kind;

/** What an endpoint says where it gives no answer reaches people, whatever its shape. */
class RefusalTest {
  private static final Refusal.Place PLACE =
      new Refusal.Place("https://models.example/v1", "Put it into MODELS_KEY.");

  private static ModelException of(int status, String body) {
    return Refusal.of(status, List.of(), body, PLACE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          {"error":{"message":"no such model","code":404}} | no such model
          {"error":"no such model"}                        | no such model
          {"detail":"Not authenticated"}                   | Not authenticated
          {"detail":[{"loc":["body"],"msg":"too long"},{"msg":"too warm"}]} | too long; too warm
          {"message":"quota","type":"x"}                   | quota
          {"errors":[{"message":"one"},{"message":"two"}]} | one; two
          [{"error":{"code":400,"message":"API key expired"}}] | API key expired
          "plain"                                          | plain
          nothing but words                                | nothing but words
          <html><head><title>502 Bad Gateway</title></head><body>nginx</body> | a web page, "502 Bad Gateway"
          <h1>It works!</h1>                               | a web page, It works!
          """)
  void wordsAreFoundWhereverTheyAre(String body, String words) {
    assertEquals(words, Refusal.words(body));
  }

  @Test
  void wordsAreOnOneLineAndShort() {
    String words = Refusal.words("{\"error\":\"no\\r\\nDone. All is well.\\u001b[31m\\u202e\"}");
    assertEquals("no Done. All is well. [31m", words);
    assertTrue(Refusal.words("x".repeat(100_000)).length() < 600);
    assertEquals("", Refusal.words(""));
    assertEquals("", Refusal.words("{}"));
  }

  @Test
  void whatToDoIsToldWithIt() {
    ModelException key = of(401, "<html><title>Sign in</title></html>");
    assertEquals(Kind.FATAL, key.kind());
    assertEquals(
        "https://models.example/v1 answers HTTP 401: a web page, \"Sign in\". Is the key the"
            + " endpoint's own? Put it into MODELS_KEY.",
        key.getMessage());
    assertEquals(Kind.FATAL, of(400, "{\"error\":{\"message\":\"Invalid API key\"}}").kind());
    assertTrue(of(404, "").getMessage().contains("HTTP 404 without a word. Are the address"));
    assertFalse(of(500, "").getMessage().contains("null"));
    assertEquals(Kind.TRANSIENT, of(500, "").kind());
    assertEquals(Kind.PERMANENT, of(400, "{\"error\":\"too long\"}").kind());
  }

  @Test
  void anAccountWithoutMoneyIsNoRateThatPasses() {
    assertEquals(Kind.THROTTLED, of(429, "{\"error\":{\"message\":\"slow down\"}}").kind());
    ModelException quota = of(429, "{\"error\":{\"type\":\"insufficient_quota\"}}");
    assertEquals(Kind.FATAL, quota.kind());
    assertTrue(quota.getMessage().contains("until the account has credit"), quota.getMessage());
    assertEquals(Kind.FATAL, of(429, "{\"message\":\"Insufficient balance\"}").kind());
    assertEquals(Kind.FATAL, of(402, "{\"detail\":\"pay\"}").kind());
  }
}
