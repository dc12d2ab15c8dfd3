package org.polarbeam.pipelines.google;

import java.util.Locale;
import java.util.Map;
import org.polarbeam.model.ApiKey;

/**
 * The access of this machine's own account (application-default credentials), for services of
 * Google's alone. It lasts an hour and is renewed for whatever is sent later.
 */
public record AccountToken() implements ApiKey {
  private static final String SERVICES = ".googleapis.com";

  @Override
  public String read() {
    return headers().get(Account.AUTHORIZATION).substring(Account.BEARER.length());
  }

  @Override
  public Map<String, String> headers() {
    return Account.here().headers(); // apart, so that a local run needs none of Google's libraries
  }

  @Override
  public boolean isKnownAtLaunch() {
    return true;
  }

  /** Of Google's, or a server of this machine that stands for it. */
  @Override
  public boolean isFor(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return name.endsWith(SERVICES) || name.equals("127.0.0.1") || name.equals("localhost");
  }

  @Override
  public String remedy() {
    return Account.REMEDY;
  }
}
