#include "libpcsc-client/connection/connection.hpp"

#include <algorithm>

#include "libpcsc-client/connection/absence.hpp"
#include "libpcsc-client/connection/refusal.hpp"

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

void Connection::close() {
    stream_.close();
    map_.drop();
}

/// Knows nothing of the daemon.
void Connection::begin() {
    dialect_ = ipc::newest_dialect;
    generation_ = 0;
    looks_ = 0;
    unheard_ = false;
    watched_last_ = false;
    standing_.forget();
    map_.drop();
}

ResultCode Connection::open(const sockaddr_un& address) {
    begin();
    return stream_.open(address) ? ResultCode::Success : ResultCode::NoService;
}

ResultCode Connection::establish(const sockaddr_un& address, std::uint32_t scope, std::uint32_t& context,
                                 unsigned long limit) {
    ipc::Welcome welcome;
    begin();
    ResultCode result = stream_.open(address, limit) ? ResultCode::Success : ResultCode::NoService;
    if (result != ResultCode::Success && limit == 0)  // with a limit it was there, and may be back soon
        explain_absence(address, stream_.open_error());
    if (result == ResultCode::Success)
        result = agree_on_version(scope, welcome);
    ipc::EstablishContext message{.scope = scope};
    if (result == ResultCode::Success && welcome.context == 0) {
        result = call(message);
        welcome.context = message.context;
    }
    context = welcome.context;
    explain(*this, result);
    if (limit > 0)
        stream_.limit_waits(0);
    if (result != ResultCode::Success)
        stream_.close();
    return result;
}

ResultCode Connection::join(const sockaddr_un& address, std::uint32_t context) {
    ipc::Version version_message = version(dialect_);
    ipc::Welcome welcome;
    ResultCode result = open(address);
    if (result == ResultCode::Success)
        result = offer(std::nullopt, version_message, welcome);
    ipc::JoinContext message{.context = context};
    if (result == ResultCode::Success)
        result = speaks_scrm() ? call(message) : ResultCode::NoService;
    if (result == ResultCode::InvalidHandle)
        result = ResultCode::NoService;  // another daemon than the one that knew the context
    if (result != ResultCode::Success)
        stream_.close();
    return result;
}

ResultCode Connection::agree_on_version(std::uint32_t scope, ipc::Welcome& welcome) {
    ipc::Version message = version(dialect_);
    ResultCode result = offer(scope, message, welcome);
    if (result == ResultCode::ServiceStopped && dialect_of(message).value_or(dialect_) != dialect_) {
        dialect_ = *dialect_of(message);
        message = version(dialect_);
        result = call(message);
    }
    if (result == ResultCode::Success && !dialect_of(message))
        return fail(ResultCode::ServiceStopped);
    if (result == ResultCode::Success && !speaks_scrm())
        dialect_ = std::min(dialect_, *dialect_of(message));
    // A daemon that hangs up without listening does not want this user.
    const bool hung_up = stream_.end() == Stream::End::Reset || stream_.end() == Stream::End::Refused;
    return hung_up ? ResultCode::SecurityViolation : result;
}

/// VERSION with the offer of the scrm dialect. A Welcome's rv is the result, when there is one.
ResultCode Connection::offer(std::optional<std::uint32_t> scope, ipc::Version& message,
                             ipc::Welcome& welcome) {
    message.rv = ipc::to_offer({.scope = scope});
    const ResultCode offered = message.rv;
    const ResultCode result = call(message);
    const auto revision = ipc::agreed_revision(message);
    if (!revision)
        return result == offered ? ResultCode::Success : result;  // a daemon that leaves rv alone
    std::array<std::uint8_t, ipc::body_size<ipc::Welcome>()> tail;
    if (const ResultCode received = receive(tail); received != ResultCode::Success)
        return received;
    dialect_ = ipc::Dialect::Scrm;
    revision_ = *revision;
    welcome = ipc::decode_reply<ipc::Welcome>(tail);
    return welcome.rv;
}

ResultCode Connection::transmit(ipc::Transmit& message, ipc::MutableBytes answer) {
    return call_with_answer(message, &ipc::Transmit::recv_length, answer);
}

ResultCode Connection::control(ipc::Control& message, ipc::MutableBytes answer) {
    return call_with_answer(message, &ipc::Control::bytes_returned, answer);
}

ResultCode Connection::last_refusal(ipc::LastRefusal& message, ipc::MutableBytes text) {
    return call_with_answer(message, &ipc::LastRefusal::text_size, text);
}

template <class Message>
ResultCode Connection::call_with_answer(Message& message, std::uint32_t Message::*length,
                                        ipc::MutableBytes answer) {
    std::array<std::uint8_t, ipc::max_request_size<Message>> bytes;
    const std::size_t size = encode(message, bytes);
    if (!send(ipc::Bytes(bytes.data(), size), message.payload))
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
    if (!stream_.receive_rest(answer.subspan(here, announced - here)))
        return ResultCode::NoService;
    return message.rv;
}

ResultCode Connection::round_trip(ipc::Bytes request, ipc::MutableBytes reply) {
    return send(request) ? receive(reply) : ResultCode::NoService;
}

ResultCode Connection::receive(ipc::MutableBytes reply) {
    return stream_.receive(reply) ? ResultCode::Success : ResultCode::NoService;
}

ResultCode Connection::fail(ResultCode reason) {
    stream_.close();
    return reason;
}

}  // namespace scrm::client
