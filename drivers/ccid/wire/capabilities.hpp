// What a reader can do, as the driver sees it: its class descriptor and its quirks, made into values that can
// be relied on. Every anomaly on record is put right here and nowhere else. Pure.
#pragma once

#include <cstdint>
#include <vector>

#include "drivers/ccid/wire/class_descriptor.hpp"

namespace scrm::ccid {

/// How commands reach the reader.
enum class Transport : std::uint8_t {
    Bulk,   // CCID: messages over a pair of bulk endpoints
    IccdA,  // ICCD version A: a token, spoken to by control requests, T=0 in parts
    IccdB   // ICCD version B: a token, spoken to by control requests, blocks with a status of their own
};

/// What the reader takes as one exchange; each level leaves less to the host.
enum class ExchangeLevel : std::uint8_t { Character, Tpdu, ShortApdu, ExtendedApdu };

/// Who negotiates protocol and speed with the card.
enum class PpsDuty : std::uint8_t {
    Host,        // the host sends PPS as an exchange, then tells the reader
    Reader,      // the host tells the reader what it wants, the reader sends PPS
    ReaderAlone  // the reader decides and needs to be told nothing
};

enum class Voltage : std::uint8_t { Automatic = 0, Volt5 = 1, Volt3 = 2, Volt1_8 = 3 };

struct Protocols {
    bool t0 = false;
    bool t1 = false;
};

struct PinSupport {
    bool verify = false;
    bool modify = false;
};

/// In characters; no lines means no display.
struct Display {
    std::uint8_t lines = 0;
    std::uint8_t columns = 0;
};

struct Capabilities {
    Transport transport = Transport::Bulk;
    ExchangeLevel level = ExchangeLevel::ShortApdu;
    PpsDuty pps = PpsDuty::Host;
    Protocols protocols;
    PinSupport pin;
    Display display;
    /// What to try one after the other at power-on, the lowest class first as ISO 7816-3 wants it.
    std::vector<Voltage> voltages;
    std::uint8_t slots = 1;
    /// How many of them may have a command under way at once: 1 to `slots`.
    std::uint8_t busy_slots = 1;
    /// A whole message, header included: 74 to 65 556.
    std::uint32_t max_message = 271;
    /// The longest T=1 information field that is to be announced to the card: 1 to 254.
    std::uint8_t ifsd = 254;
    /// The reader tells the card its IFSD itself.
    bool exchanges_ifsd = false;
    std::uint32_t default_clock_khz = 4000;
    std::uint32_t max_clock_khz = 4000;
    std::uint32_t default_data_rate = 0;
    std::uint32_t max_data_rate = 0;

    /// The longest data one message carries.
    [[nodiscard]] std::size_t max_data() const;
};

/// Of bVoltageSupport's bits, lowest first; Automatic if there are none.
[[nodiscard]] std::vector<Voltage> voltage_ladder(std::uint8_t supported);

/// The longest information field of T=1 that fits a message of so many bytes (74 at least).
[[nodiscard]] std::uint8_t longest_block(std::uint32_t max_message);

/// Bulk endpoints decide what an interface of protocol 1 or 2 really is: some that say ICCD are not.
enum class BulkEndpoints : std::uint8_t { None, Pair };

/// Takes anything a device may say.
[[nodiscard]] Capabilities capabilities_of(const ClassDescriptor& descriptor, std::uint8_t interface_protocol,
                                           BulkEndpoints endpoints);

}  // namespace scrm::ccid
