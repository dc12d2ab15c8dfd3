package org.polarbeam.pipelines.google;

import com.google.api.gax.rpc.ApiException;
import com.google.cloud.secretmanager.v1.SecretManagerServiceClient;
import com.google.cloud.secretmanager.v1.SecretManagerServiceSettings;
import java.io.IOException;
import org.polarbeam.model.ModelException;

/** Reads secrets with the machine's own service account. */
final class SecretManager {
  private SecretManager() {}

  /** The content of a secret's version; null when it is empty. */
  static String read(String secret) {
    try {
      return read(secret, SecretManagerServiceSettings.newHttpJsonBuilder().build());
    } catch (IOException e) {
      throw unreadable(secret, e);
    }
  }

  /** As {@link #read(String)}, by a client that may be set up for another place. */
  static String read(String secret, SecretManagerServiceSettings settings) {
    try (SecretManagerServiceClient client = SecretManagerServiceClient.create(settings)) {
      String key = client.accessSecretVersion(secret).getPayload().getData().toStringUtf8().strip();
      return key.isEmpty() ? null : key;
    } catch (ApiException | IOException e) {
      throw unreadable(secret, e);
    }
  }

  private static ModelException unreadable(String secret, Exception e) {
    return new ModelException(
        ModelException.Kind.FATAL,
        "the secret "
            + secret
            + " cannot be read ("
            + e.getMessage()
            + "); the worker's service account needs roles/secretmanager.secretAccessor on it",
        e);
  }
}
