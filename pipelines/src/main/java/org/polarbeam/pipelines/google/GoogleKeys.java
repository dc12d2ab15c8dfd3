package org.polarbeam.pipelines.google;

import org.polarbeam.model.ApiKey;
import org.polarbeam.model.ProviderContext;

/** Keys in Secret Manager, by their names, and this machine's own account. */
public final class GoogleKeys implements ProviderContext.Secrets {
  private static final long serialVersionUID = 1L;

  @Override
  public ApiKey apply(String secret) {
    return new SecretKey(secret);
  }

  @Override
  public ApiKey account() {
    return new AccountToken();
  }
}
