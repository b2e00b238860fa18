package dev.lossline.deploy;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** The addresses of a CIDR block, IPv4 or IPv6. */
record AddressRange(BigInteger first, int bits, int prefix) {
    static AddressRange parse(String cidr) {
        String[] parts = cidr.split("/", -1);
        byte[] bytes = bytes(parts[0]);
        return new AddressRange(new BigInteger(1, bytes), bytes.length * 8, Integer.parseInt(parts[1]));
    }

    boolean contains(String address) {
        byte[] bytes = bytes(address);
        int rest = bits - prefix;
        return bytes.length * 8 == bits
                && new BigInteger(1, bytes).shiftRight(rest).equals(first.shiftRight(rest));
    }

    private static byte[] bytes(String address) {
        try {
            return InetAddress.getByName(address).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not an address: " + address, e);
        }
    }
}
