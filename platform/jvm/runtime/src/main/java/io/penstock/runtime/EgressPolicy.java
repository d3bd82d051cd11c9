package io.penstock.runtime;

import io.penstock.sdk.JobStartException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The networks that data sources may not use, judged once more where the job resolves its hosts.
 *
 * <p>The control plane has judged them in its own network and at an earlier moment. What a
 * connector resolves later, while the job runs, is not seen here.
 */
record EgressPolicy(List<String> hosts, List<Network> denied) {

  static final String HOSTS = "penstock.egress.hosts";
  static final String DENIED = "penstock.egress.denied";

  /** Takes the policy out of the job's settings; without one, everything is allowed. */
  static EgressPolicy takeFrom(Map<String, String> settings) {
    return new EgressPolicy(
        split(settings.remove(HOSTS)),
        split(settings.remove(DENIED)).stream().map(Network::parse).toList());
  }

  /**
   * Resolves every host.
   *
   * @throws JobStartException for a host with an address in a denied network; a host that is
   *     unknown here is left to the connector
   */
  void check() {
    for (String host : hosts) {
      if (resolve(host).anyMatch(this::isDenied)) {
        throw new JobStartException(
            host + " is an address that data sources may not use here. The job was not started.");
      }
    }
  }

  private boolean isDenied(InetAddress address) {
    return denied.stream().anyMatch(network -> network.contains(address));
  }

  private static Stream<InetAddress> resolve(String host) {
    try {
      return Arrays.stream(InetAddress.getAllByName(host));
    } catch (UnknownHostException e) {
      return Stream.empty();
    }
  }

  private static List<String> split(String list) {
    return list == null || list.isEmpty() ? List.of() : List.of(list.split(","));
  }

  /** A network in CIDR notation. Java turns an IPv4-mapped address into an IPv4 address itself. */
  record Network(byte[] address, int bits) {

    static Network parse(String cidr) {
      int slash = cidr.indexOf('/');
      try {
        byte[] address = InetAddress.getByName(cidr.substring(0, slash)).getAddress();
        return new Network(address, Integer.parseInt(cidr.substring(slash + 1)));
      } catch (UnknownHostException e) {
        throw new JobStartException("'" + cidr + "' is not a network.");
      }
    }

    boolean contains(InetAddress candidate) {
      byte[] other = candidate.getAddress();
      if (other.length != address.length || bits > 8 * address.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        if (((address[bit / 8] ^ other[bit / 8]) >> (7 - bit % 8) & 1) != 0) {
          return false;
        }
      }
      return true;
    }
  }
}
