package org.polarbeam.pipelines.google;

import com.google.api.client.http.HttpResponse;
import com.google.api.services.storage.Storage;
import com.google.auth.Credentials;
import com.google.auth.http.HttpCredentialsAdapter;
import java.io.IOException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.beam.sdk.extensions.gcp.options.GcsOptions;
import org.apache.beam.sdk.extensions.gcp.util.Transport;
import org.apache.beam.sdk.extensions.gcp.util.gcsfs.GcsPath;
import org.apache.beam.sdk.options.PipelineOptions;
import org.polarbeam.files.InputException;

/**
 * Whether Cloud Storage answers from here at all. The client goes on trying for minutes where there
 * is no network or nobody is known, which a person at a terminal takes for work.
 */
public final class BucketAccess {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;

  private BucketAccess() {}

  /**
   * Asks once for a place, whatever is there. That it is not there, or that this account may not
   * see it, is for its reader to tell.
   *
   * @param place {@code gs://bucket/object}
   * @throws InputException when nobody answers, or answers are for others only
   */
  public static void require(PipelineOptions options, String place) {
    if (!place.matches("gs://[a-z0-9][-._a-z0-9]+(/.*)?")) {
      throw InputException.in(
          place, "this is no place in Cloud Storage", "Places are spelt like gs://BUCKET/FOLDER");
    }
    FutureTask<Integer> asked = new FutureTask<>(() -> ask(options.as(GcsOptions.class), place));
    Thread thread = new Thread(asked, "polarbeam-bucket");
    thread.setDaemon(true);
    thread.start();
    try {
      int status = asked.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      boolean isNobody = options.as(GcsOptions.class).getGcpCredential() == null;
      if (status == UNAUTHORIZED || status == FORBIDDEN && isNobody) {
        throw InputException.in(
            place,
            isNobody
                ? "Cloud Storage does not show it to everybody, and there are no Google credentials"
                    + " on this machine"
                : "Cloud Storage does not accept this machine's Google credentials",
            Account.REMEDY);
      }
    } catch (TimeoutException e) {
      throw unreachable(place, "no answer within " + PATIENCE.toSeconds() + " s");
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      throw unreachable(
          place,
          cause instanceof UnknownHostException
              ? "nobody knows the host " + cause.getMessage() + " here"
              : String.valueOf(cause.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unreachable(place, "interrupted");
    }
  }

  private static InputException unreachable(String place, String reason) {
    return InputException.in(
        place,
        "Cloud Storage cannot be reached (" + reason + ")",
        "Check the network of this machine. " + Account.REMEDY);
  }

  private static int ask(GcsOptions options, String place) throws IOException {
    Credentials credentials = options.getGcpCredential();
    int millis = (int) PATIENCE.toMillis() / 2;
    Storage storage =
        Transport.newStorageClient(options)
            .setHttpRequestInitializer(
                request -> {
                  if (credentials != null) {
                    new HttpCredentialsAdapter(credentials).initialize(request);
                  }
                  request.setConnectTimeout(millis);
                  request.setReadTimeout(millis);
                  request.setNumberOfRetries(0);
                  request.setThrowExceptionOnExecuteError(false);
                })
            .build();
    GcsPath path = GcsPath.fromUri(place);
    HttpResponse answer =
        path.getObject().isEmpty()
            ? storage.buckets().get(path.getBucket()).executeUnparsed()
            : storage.objects().get(path.getBucket(), path.getObject()).executeUnparsed();
    answer.disconnect();
    return answer.getStatusCode();
  }
}
