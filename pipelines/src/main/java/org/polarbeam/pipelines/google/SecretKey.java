package org.polarbeam.pipelines.google;

import org.polarbeam.model.ApiKey;

/**
 * A key in Google's Secret Manager, read by the machine that asks, with its own service account.
 *
 * @param secret its name, {@code projects/P/secrets/S/versions/V}
 */
public record SecretKey(String secret) implements ApiKey {

  @Override
  public String read() {
    return SecretManager.read(
        secret); // apart, so that a local run needs none of Google's libraries
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
