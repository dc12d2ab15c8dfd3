package org.polarbeam.pipelines.google;

import com.google.auth.oauth2.GoogleCredentials;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.polarbeam.files.InputException;
import org.polarbeam.model.KnownKeys;
import org.polarbeam.model.ModelException;

/** The account by which this machine is known at Google Cloud. */
final class Account {
  static final String AUTHORIZATION = "Authorization";
  static final String BEARER = "Bearer ";
  static final String REMEDY =
      "Sign in by gcloud auth application-default login, or let GOOGLE_APPLICATION_CREDENTIALS name"
          + " a service account's file";

  private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";
  private static final URI SERVICE = URI.create("https://aiplatform.googleapis.com/");

  private static final Account HERE = new Account(null);

  private GoogleCredentials credentials;
  private String known = "";

  /**
   * An account.
   *
   * @param credentials null for those that are found when they are needed first
   */
  Account(GoogleCredentials credentials) {
    this.credentials = credentials;
  }

  /** This machine's. */
  static Account here() {
    return HERE;
  }

  /**
   * What a request shows of the account; fetched anew shortly before it runs out.
   *
   * @throws InputException when this machine has none
   * @throws ModelException when it is not given now
   */
  synchronized Map<String, String> headers() {
    try {
      if (credentials == null) {
        credentials = found();
      }
      Map<String, String> headers = new TreeMap<>();
      for (Map.Entry<String, List<String>> each :
          credentials.getRequestMetadata(SERVICE).entrySet()) {
        headers.put(each.getKey(), each.getValue().get(0));
      }
      String token = headers.get(AUTHORIZATION);
      if (!token.equals(known)) {
        KnownKeys.remember(token.substring(BEARER.length()));
        known = token;
      }
      return headers;
    } catch (IOException e) {
      throw new ModelException(
          ModelException.Kind.TRANSIENT,
          "Google does not give this machine's account its access now: "
              + (e.getCause() == null ? e.getMessage() : e.getCause().getMessage()),
          e);
    }
  }

  private static GoogleCredentials found() {
    try {
      return GoogleCredentials.getApplicationDefault().createScoped(SCOPE);
    } catch (IOException e) {
      throw new InputException(
          "Models of vertex: are asked with this machine's account at Google Cloud, and it has"
              + " none. "
              + REMEDY
              + ".");
    }
  }
}
