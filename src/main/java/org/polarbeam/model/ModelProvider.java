package org.polarbeam.model;

import java.io.Serializable;
import java.util.Collection;
import java.util.List;

/**
 * Connects to models of one kind. Providers are found by {@link java.util.ServiceLoader}: a class
 * that implements this and has a public constructor without parameters, named in {@code
 * META-INF/services/org.polarbeam.model.ModelProvider}, can be asked by its name. Everything that
 * only one provider knows stands in its class: the options, the checks and whether it needs a key.
 * Providers keep no state; what they need comes with the context.
 */
public interface ModelProvider extends Serializable {
  /** What it is called in {@code PROVIDER:NAME[@ENDPOINT]}: lower-case letters and hyphens. */
  String name();

  /**
   * Connects to a model. The connection serves all threads of a process, and is closed when the
   * run's session ends.
   *
   * @param store where the answers are kept, for providers that keep records of their own; null for
   *     none
   * @throws org.polarbeam.files.InputException when it cannot be opened as the person asked
   */
  ChatModel open(ModelSpec spec, ProviderContext context, Blobs store);

  /**
   * The model with the place that the run or the environment gives it, found where the run is
   * launched, since workers have another environment.
   *
   * @throws org.polarbeam.files.InputException when a part of the place is missing
   */
  default ModelSpec placed(ModelSpec spec, ProviderContext context) {
    return spec;
  }

  /** The options it adds to the commands that ask models. */
  default List<ProviderOption> options() {
    return List.of();
  }

  /**
   * Checks a model before anything is asked.
   *
   * @param languages that it will be asked in
   * @throws org.polarbeam.files.InputException when it cannot be asked so
   */
  default void require(ModelSpec spec, Collection<String> languages, ProviderContext context) {}

  /**
   * Whether its answers are worth keeping: they cost money or computing, so the store, the budget
   * and the limits are for them.
   */
  default boolean isPaid() {
    return true;
  }

  /**
   * Whether its answers are made up, so that everything made of them must say so. Such a respondent
   * is given what populations answered, so commands ask for a truth, and a simulated judge may
   * judge it.
   */
  default boolean isSimulated() {
    return false;
  }

  /** The same of one model, whose answers may have been made up elsewhere. */
  default boolean isSimulated(ModelSpec spec, ProviderContext context) {
    return isSimulated();
  }

  /** The places of files that a model's answers are read from, as paths or globs. */
  default List<String> inputs(ModelSpec spec) {
    return List.of();
  }

  /** Whether a model cannot be asked without a key. */
  default boolean needsKey(ModelSpec spec) {
    return false;
  }

  /**
   * Checks that the key it needs is there.
   *
   * @throws org.polarbeam.files.InputException when it is not
   */
  default void requireKey(ModelSpec spec, ProviderContext context) {}

  /**
   * The accelerator that workers must have, as a resource hint such as {@code
   * type:nvidia-l4;count:1;machine_type:g2-standard-12;install-nvidia-driver:5xx}; empty for none.
   */
  default String accelerator(ProviderContext context) {
    return "";
  }

  /** Whether the machine that asks a model serves it too, so that others wait for their turn. */
  default boolean isServedHere(ModelSpec spec, ProviderContext context) {
    return !accelerator(context).isEmpty();
  }

  /** The disk in GiB that a worker needs on which the models are served; 0 for the usual one. */
  default int diskGib(Collection<ModelSpec> models, ProviderContext context) {
    return 0;
  }

  /** Requests in flight at most, unless a person says otherwise; told without asking anybody. */
  default int usualInFlight(ModelSpec spec, ProviderContext context) {
    return 64;
  }

  /** The same where the asking begins; a server that tells what it can do may be asked. */
  default InFlight inFlight(ModelSpec spec, ProviderContext context) {
    int usual = usualInFlight(spec, context);
    return new InFlight(usual, usual);
  }

  /**
   * How many requests to keep in flight.
   *
   * @param first to begin with, before it is known that more bring more answers
   * @param most at most
   */
  record InFlight(int first, int most) {
    /** At a server of so many places: a few more wait, so that none is empty for a moment. */
    public static InFlight at(int slots) {
      int few = slots + 1 + slots / 8;
      return new InFlight(few, few);
    }
  }

  /**
   * What decides a model's answers besides its {@link ModelSpec#key}, such as the content of its
   * recordings; empty for nothing. A run that is started again must find the same.
   */
  default String decisive(ModelSpec spec, ProviderContext context) {
    return "";
  }

  /** Further providers of its kind, each with a name of its own. */
  default List<ModelProvider> others() {
    return List.of();
  }

  /**
   * The host that is sent the run's own key for a model, rather than one that is for this model or
   * its vendor; empty for none.
   */
  default String keyHost(ModelSpec spec, ProviderContext context) {
    return "";
  }

  /** What its answers cost as a share of the price table's prices. */
  default double priceShare() {
    return 1;
  }
}
