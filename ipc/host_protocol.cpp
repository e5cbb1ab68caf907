#include "ipc/host_protocol.hpp"

#include <concepts>
#include <cstring>
#include <optional>

namespace scrm::ipc::host {
namespace {

template <class T>
concept Number = std::integral<T> || std::is_enum_v<T>;

template <class T>
concept TextOrBytes = std::same_as<T, std::string_view> || std::same_as<T, Bytes>;

constexpr std::size_t field_size(Number auto field) {
    return sizeof field;
}

constexpr std::size_t field_size(TextOrBytes auto text_or_bytes) {
    return sizeof(std::uint32_t) + text_or_bytes.size();
}

constexpr bool known(Number auto) {
    return true;
}
constexpr bool known(PowerAction action) {
    return action >= PowerAction::PowerUp && action <= PowerAction::Reset;
}
constexpr bool known(CloseReason reason) {
    return reason <= CloseReason::Unplugged;
}
constexpr bool known(OpenResult result) {
    return result <= OpenResult::Refused;
}
constexpr bool known(LogLevel level) {
    return level <= LogLevel::Critical;
}
constexpr bool known(LookCall call) {
    return call <= LookCall::Power;
}
constexpr bool known(Powering powering) {
    return powering <= Powering::Tried;
}
constexpr bool known(LogOrigin origin) {
    return origin <= LogOrigin::Host;
}

constexpr std::size_t size_limit(std::string_view) {
    return max_text_size;
}
constexpr std::size_t size_limit(Bytes) {
    return max_bytes_size;
}

// A piece more costs more than a copy of so many bytes.
constexpr std::size_t worth_a_piece = 1024;

class Writer {
  public:
    explicit Writer(std::uint8_t* out) : out_(out) {}

    void put(Number auto field) { put(&field, sizeof field); }
    void put(TextOrBytes auto text_or_bytes) {
        put(static_cast<std::uint32_t>(text_or_bytes.size()));
        put(text_or_bytes.data(), text_or_bytes.size());
    }
    [[nodiscard]] std::uint8_t* end() const { return out_; }

  private:
    void put(const void* bytes, std::size_t size) {
        if (size != 0)
            std::memcpy(out_, bytes, size);
        out_ += size;
    }

    std::uint8_t* out_;
};

// Takes a message's fields, but not those bytes at its end that are many.
class HeadWriter {
  public:
    explicit HeadWriter(std::uint8_t* out) : writer_(out) {}

    void put(auto field) { writer_.put(field); }
    void put(Bytes bytes) {
        if (bytes.size() < worth_a_piece)
            return writer_.put(bytes);
        writer_.put(static_cast<std::uint32_t>(bytes.size()));
        tail_ = bytes;
    }
    [[nodiscard]] std::uint8_t* end() const { return writer_.end(); }
    [[nodiscard]] Bytes tail() const { return tail_; }

  private:
    Writer writer_;
    Bytes tail_;
};

template <class... Fields>
constexpr bool bytes_come_last() {
    bool seen = false, last = true;
    ((last = last && !seen, seen = std::same_as<Fields, Bytes>), ...);
    return last;
}

// Keeps the first thing that was wrong; from then on nothing is read.
class Reader {
  public:
    explicit Reader(Bytes packet) : rest_(packet) {}

    void get(Number auto& field) {
        if (const std::uint8_t* bytes = take(sizeof field))
            std::memcpy(&field, bytes, sizeof field);
        if (!violation_ && !known(field))
            violation_ = Violation::UnknownValue;
    }

    void get(TextOrBytes auto& field) {
        std::uint32_t size = 0;
        get(size);
        if (!violation_ && size > size_limit(field))
            violation_ = Violation::TooLong;
        if (const std::uint8_t* bytes = take(size))
            field = {reinterpret_cast<decltype(field.data())>(bytes), size};
    }

    std::optional<Violation> end() {
        if (!violation_ && !rest_.empty())
            violation_ = Violation::WrongSize;
        return violation_;
    }

  private:
    const std::uint8_t* take(std::size_t size) {
        if (!violation_ && size > rest_.size())
            violation_ = Violation::WrongSize;
        if (violation_)
            return nullptr;
        const std::uint8_t* const bytes = rest_.data();
        rest_ = rest_.subspan(size);
        return bytes;
    }

    Bytes rest_;
    std::optional<Violation> violation_;
};

// Room for more than any answer has, or more slots than there can be, is asked for by nobody honest.
template <class Message>
bool within_limits(const Message& message) {
    if constexpr (requires { message.room; })
        return message.room <= max_bytes_size;
    if constexpr (requires { message.slots; })
        return message.slots <= max_slots;
    return true;
}

template <class Message, class Any>
std::variant<Any, Violation> decode_as(Reader reader) {
    Message message;
    Message::fields(message, [&](auto&... field) { (reader.get(field), ...); });
    if (const auto violation = reader.end())
        return *violation;
    if (!within_limits(message))
        return Violation::TooLong;
    return Any(message);
}

template <class Any, std::size_t... I>
std::variant<Any, Violation> decode(Bytes packet, std::index_sequence<I...>) {
    if (packet.size() > max_message_size)
        return Violation::TooLong;
    Reader reader(packet);
    Kind kind{};
    reader.get(kind);
    std::variant<Any, Violation> decoded = Violation::UnknownKind;
    (void)((std::variant_alternative_t<I, Any>::kind == kind &&
            (decoded = decode_as<std::variant_alternative_t<I, Any>, Any>(reader), true)) ||
           ...);
    return decoded;
}

template <class Any>
std::variant<Any, Violation> decode(Bytes packet) {
    return decode<Any>(packet, std::make_index_sequence<std::variant_size_v<Any>>());
}

}  // namespace

template <class Message>
std::size_t encoded_size(const Message& message) {
    return Message::fields(message,
                           [](const auto&... field) { return (sizeof(Kind) + ... + field_size(field)); });
}

template <class Message>
std::size_t encode(const Message& message, MutableBytes out) {
    Writer writer(out.data());
    writer.put(Message::kind);
    Message::fields(message, [&](const auto&... field) { (writer.put(field), ...); });
    return encoded_size(message);
}

template <class Message>
Pieces encode_in_pieces(const Message& message, MutableBytes out) {
    HeadWriter writer(out.data());
    writer.put(Message::kind);
    Message::fields(message, [&]<class... Fields>(const Fields&... field) {
        static_assert(bytes_come_last<Fields...>());
        (writer.put(field), ...);
    });
    return {{out.data(), writer.end()}, writer.tail()};
}

const char* describe(Violation violation) {
    switch (violation) {
        case Violation::UnknownKind:
            return "a message of an unknown kind";
        case Violation::WrongSize:
            return "a message of the wrong size";
        case Violation::TooLong:
            return "a message over its limits";
        case Violation::UnknownValue:
            return "a message with an unknown value";
    }
    return "?";
}

std::variant<FromDaemon, Violation> decode_from_daemon(Bytes packet) {
    return decode<FromDaemon>(packet);
}

std::variant<FromHost, Violation> decode_from_host(Bytes packet) {
    return decode<FromHost>(packet);
}

#define SCRM_HOST_MESSAGE(Type)                                   \
    template std::size_t encoded_size<Type>(const Type&);         \
    template std::size_t encode<Type>(const Type&, MutableBytes); \
    template Pieces encode_in_pieces<Type>(const Type&, MutableBytes);

SCRM_HOST_MESSAGE(DaemonHello)
SCRM_HOST_MESSAGE(Open)
SCRM_HOST_MESSAGE(Power)
SCRM_HOST_MESSAGE(SetProtocol)
SCRM_HOST_MESSAGE(Transmit)
SCRM_HOST_MESSAGE(Control)
SCRM_HOST_MESSAGE(GetCapability)
SCRM_HOST_MESSAGE(SetCapability)
SCRM_HOST_MESSAGE(Watch)
SCRM_HOST_MESSAGE(Close)
SCRM_HOST_MESSAGE(HostHello)
SCRM_HOST_MESSAGE(Opened)
SCRM_HOST_MESSAGE(Answer)
SCRM_HOST_MESSAGE(Presence)
SCRM_HOST_MESSAGE(LogLine)
SCRM_HOST_MESSAGE(Closed)
SCRM_HOST_MESSAGE(Overdue)
SCRM_HOST_MESSAGE(Looked)

}  // namespace scrm::ipc::host
