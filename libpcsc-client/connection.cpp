#include "libpcsc-client/connection.hpp"

#include <algorithm>

namespace scrm::client {
namespace {

// What daemons in the field speak; 4:3 ones have not been built since 2018.
constexpr ipc::Dialect oldest_spoken = ipc::Dialect::V4_4;

/// What to speak with a daemon that answered so; nothing if we cannot.
std::optional<ipc::Dialect> dialect_of(const ipc::Version& answer) {
    const auto oldest = static_cast<std::uint32_t>(oldest_spoken);
    const auto newest = static_cast<std::uint32_t>(ipc::newest_dialect);
    if (answer.major != ipc::protocol_major || answer.minor < oldest)
        return std::nullopt;
    return static_cast<ipc::Dialect>(std::min(answer.minor, newest));
}

ipc::Version version(ipc::Dialect dialect) {
    return {.major = ipc::protocol_major, .minor = static_cast<std::uint32_t>(dialect)};
}

}  // namespace

ResultCode Connection::open(const sockaddr_un& address) {
    dialect_ = ipc::newest_dialect;
    return stream_.open(address) ? ResultCode::Success : ResultCode::NoService;
}

ResultCode Connection::agree_on_version() {
    ipc::Version message = version(dialect_);
    ResultCode result = call(message);
    if (result == ResultCode::ServiceStopped && dialect_of(message).value_or(dialect_) != dialect_) {
        dialect_ = *dialect_of(message);
        message = version(dialect_);
        result = call(message);
    }
    if (result == ResultCode::Success && !dialect_of(message))
        return fail(ResultCode::ServiceStopped);
    if (result == ResultCode::Success)
        dialect_ = std::min(dialect_, *dialect_of(message));
    // A daemon that hangs up without listening does not want this user.
    return stream_.end() == Stream::End::Reset ? ResultCode::SecurityViolation : result;
}

ResultCode Connection::transmit(ipc::Transmit& message, ipc::MutableBytes answer) {
    return call_with_answer(message, &ipc::Transmit::recv_length, answer);
}

ResultCode Connection::control(ipc::Control& message, ipc::MutableBytes answer) {
    return call_with_answer(message, &ipc::Control::bytes_returned, answer);
}

template <class Message>
ResultCode Connection::call_with_answer(Message& message, std::uint32_t Message::*length,
                                        ipc::MutableBytes answer) {
    std::array<std::uint8_t, ipc::header_size + ipc::body_size<Message>()> bytes;
    const std::size_t size = ipc::encode_request(message, bytes, dialect_);
    if (!stream_.send(ipc::Bytes(bytes.data(), size), message.payload))
        return ResultCode::NoService;

    const auto reply = ipc::MutableBytes(bytes).first(ipc::body_size<Message>());
    const std::size_t got = stream_.receive_head(reply, answer);
    if (got == 0)
        return ResultCode::NoService;
    message = ipc::decode_reply<Message>(reply);
    const std::size_t announced = message.rv == ResultCode::Success ? message.*length : 0;
    const std::size_t here = got - reply.size();
    if (announced > answer.size() || here > announced)
        return fail(ResultCode::CommError);
    if (!stream_.receive(answer.subspan(here, announced - here)))
        return ResultCode::NoService;
    return message.rv;
}

ResultCode Connection::round_trip(ipc::Bytes request, ipc::MutableBytes reply) {
    return stream_.send(request) ? receive(reply) : ResultCode::NoService;
}

ResultCode Connection::receive(ipc::MutableBytes reply) {
    return stream_.receive(reply) ? ResultCode::Success : ResultCode::NoService;
}

ResultCode Connection::fail(ResultCode reason) {
    stream_.close();
    return reason;
}

}  // namespace scrm::client
