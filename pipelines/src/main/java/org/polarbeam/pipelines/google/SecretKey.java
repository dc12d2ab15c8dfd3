package org.polarbeam.pipelines.google;

import com.google.api.gax.rpc.ApiException;
import com.google.cloud.secretmanager.v1.SecretManagerServiceClient;
import com.google.cloud.secretmanager.v1.SecretManagerServiceSettings;
import java.io.IOException;
import org.polarbeam.model.ApiKey;
import org.polarbeam.model.ModelException;

/**
 * A key in Google's Secret Manager, read by the machine that asks, with its own service account.
 *
 * @param secret its name, {@code projects/P/secrets/S/versions/V}
 */
public record SecretKey(String secret) implements ApiKey {

  @Override
  public String read() {
    try {
      return read(SecretManagerServiceSettings.newHttpJsonBuilder().build());
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** As {@link #read()}, by a client that may be set up for another place. */
  String read(SecretManagerServiceSettings settings) {
    try (SecretManagerServiceClient client = SecretManagerServiceClient.create(settings)) {
      String key = client.accessSecretVersion(secret).getPayload().getData().toStringUtf8().strip();
      return key.isEmpty() ? null : key;
    } catch (ApiException | IOException e) {
      throw unreadable(e);
    }
  }

  private ModelException unreadable(Exception e) {
    return new ModelException(
        ModelException.Kind.FATAL,
        "the secret "
            + secret
            + " cannot be read ("
            + e.getMessage()
            + "); the worker's service account needs roles/secretmanager.secretAccessor on it",
        e);
  }

  @Override
  public boolean isKnownAtLaunch() {
    return false; // whoever launches need not be allowed to read it
  }

  @Override
  public String remedy() {
    return "The secret " + secret + " is empty; add a version with the key";
  }
}
