package org.polarbeam.model.openai;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.polarbeam.files.InputException;

/**
 * The proxies that {@code HTTPS_PROXY}, {@code HTTP_PROXY} and {@code NO_PROXY} name, in large
 * letters or small. What is on this machine is asked directly.
 */
final class EnvironmentProxy extends ProxySelector {
  private static final int USUAL_PORT = 80;

  private final Map<String, String> environment;

  /**
   * Those of an environment.
   *
   * @throws InputException when one cannot be used
   */
  EnvironmentProxy(Map<String, String> environment) {
    this.environment = environment;
    place("HTTPS_PROXY");
    place("HTTP_PROXY");
  }

  /** Where a proxy is; null where there is none. */
  private URI place(String name) {
    String proxy = value(name).strip();
    if (proxy.isEmpty()) {
      return null;
    }
    try {
      URI place = new URI(proxy.contains("://") ? proxy : "http://" + proxy);
      if (place.getHost() != null && place.getUserInfo() == null) {
        return place;
      }
    } catch (URISyntaxException e) {
      // as one without a host
    }
    // What it holds may be a secret, so it is not said again.
    throw new InputException(
        name
            + " is no proxy that can be used. Give one such as http://proxy.example:3128, without a"
            + " user.");
  }

  private String value(String name) {
    String small = environment.get(name.toLowerCase(Locale.ROOT));
    return small == null ? environment.getOrDefault(name, "") : small;
  }

  @Override
  public List<Proxy> select(URI uri) {
    if (place("HTTPS_PROXY") == null && place("HTTP_PROXY") == null) {
      return ProxySelector.getDefault().select(uri); // as -Dhttps.proxyHost says
    }
    // A host with an underscore is none to a URI.
    String host =
        String.valueOf(uri.getRawAuthority())
            .replaceFirst("^.*@", "")
            .replaceFirst(":[0-9]*$", "")
            .toLowerCase(Locale.ROOT);
    String name = uri.getScheme().equalsIgnoreCase("https") ? "HTTPS_PROXY" : "HTTP_PROXY";
    URI place = place(name);
    if (place == null || isLocal(host) || isExcepted(host)) {
      return List.of(Proxy.NO_PROXY);
    }
    int port = place.getPort() < 0 ? USUAL_PORT : place.getPort();
    return List.of(
        new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(place.getHost(), port)));
  }

  private static boolean isLocal(String host) {
    return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
  }

  /** Whether a host is one of those excepted, or below one, as .example or example says. */
  private boolean isExcepted(String host) {
    for (String excepted : value("NO_PROXY").toLowerCase(Locale.ROOT).split(",")) {
      String domain = excepted.strip().replaceFirst("^\\*?\\.", "").replaceFirst(":[0-9]+$", "");
      if (domain.equals("*")
          || !domain.isEmpty() && (host.equals(domain) || host.endsWith("." + domain))) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void connectFailed(URI uri, SocketAddress proxy, IOException failure) {
    // the request fails, and says so
  }
}
