package org.polarbeam.model.openai;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.polarbeam.files.InputException;
import org.polarbeam.model.ModelSpec;

/**
 * Where a model is asked.
 *
 * @param uri its URL, checked
 * @param host in it; it may have an underscore, as names inside networks have
 */
record Endpoint(URI uri, String host) {
  private static final int HIGHEST_PORT = 65_535;
  private static final String EXAMPLE = "Give an endpoint such as http://127.0.0.1:8000/v1";

  private static final Pattern AUTHORITY =
      Pattern.compile("([\\p{L}\\p{Nd}._-]+|\\[[0-9A-Fa-f:.%]+])(?::([0-9]{1,9}))?");

  private static final Pattern VERSION = Pattern.compile("/(v[0-9]|openai)");

  private static final Pattern USER = Pattern.compile("^[^/]*(//)?[^/]*@");

  /** An address in numbers; names such as {@code 127.evil.example} are none. */
  private static final Pattern NUMBERS =
      Pattern.compile("(\\d{1,3}\\.){3}\\d{1,3}|\\[[0-9A-Fa-f:.%]+]");

  /** Names that no public name server may have. */
  private static final Pattern INTERNAL_NAME =
      Pattern.compile("(.+\\.)?(internal|svc\\.cluster\\.local)");

  /**
   * A model's endpoint.
   *
   * @param usual where it is if the model does not say
   * @throws InputException when it is no URL that can be asked
   */
  static Endpoint of(ModelSpec spec, String usual) {
    String text = spec.endpoint().isEmpty() ? usual : spec.endpoint();
    // What these would hold may be a secret, so it is not said again.
    if (USER.matcher(text).find()) {
      throw new InputException(
          "The endpoint of "
              + spec.name()
              + " has a user or a password before its host, which would be written into logs. Leave"
              + " it out, and give a key by --apiKeyEnv.");
    }
    if (text.indexOf('?') >= 0 || text.indexOf('#') >= 0) {
      throw new InputException(
          "The endpoint of " + spec.name() + " has a part behind ? or #. " + EXAMPLE + ".");
    }
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      throw new InputException("'" + text + "' is no URL. " + EXAMPLE + ".");
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw new InputException("'" + text + "' is no http or https URL. " + EXAMPLE + ".");
    }
    Matcher authority = AUTHORITY.matcher(String.valueOf(uri.getRawAuthority()));
    if (!authority.matches()) {
      throw new InputException("'" + text + "' is no URL with a host and a port. " + EXAMPLE + ".");
    }
    int port = authority.group(2) == null ? 1 : Integer.parseInt(authority.group(2));
    if (port < 1 || port > HIGHEST_PORT) {
      throw new InputException(
          "'" + text + "' has a port beyond 1 to " + HIGHEST_PORT + ". " + EXAMPLE + ".");
    }
    return new Endpoint(uri, authority.group(1));
  }

  /** The same one level down, where most servers have their models; null for one that is there. */
  Endpoint below() {
    String path = uri.getPath().replaceFirst("/+$", "");
    return VERSION.matcher(path).find()
        ? null
        : new Endpoint(URI.create(uri.toString().replaceFirst("/+$", "") + "/v1"), host);
  }

  /** Whether what is sent there cannot be read on the way. */
  boolean isEncrypted() {
    return uri.getScheme().equalsIgnoreCase("https");
  }

  boolean isLoopback() {
    return host().equalsIgnoreCase("localhost")
        || NUMBERS.matcher(host()).matches() && address().isLoopbackAddress();
  }

  /** Whether it is this machine or in a private network, by its address and not by its looks. */
  boolean isPrivate() {
    if (isLoopback() || INTERNAL_NAME.matcher(host().toLowerCase(Locale.ROOT)).matches()) {
      return true;
    }
    if (NUMBERS.matcher(host()).matches()) {
      return isPrivate(address());
    }
    try {
      return Arrays.stream(InetAddress.getAllByName(host())).allMatch(Endpoint::isPrivate);
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private InetAddress address() {
    try {
      return InetAddress.getByName(host()); // in numbers: nobody is asked
    } catch (UnknownHostException e) {
      throw new InputException("'" + host() + "' is no address. " + EXAMPLE + ".");
    }
  }

  private static boolean isPrivate(InetAddress address) {
    boolean uniqueLocal =
        address instanceof Inet6Address && (address.getAddress()[0] & 0xFE) == 0xFC;
    return address.isLoopbackAddress()
        || address.isSiteLocalAddress()
        || address.isLinkLocalAddress()
        || uniqueLocal;
  }
}
