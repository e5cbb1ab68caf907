#include "tests/fakes/wire_client.hpp"

namespace scrm::fakes {
namespace {

using ipc::Dialect;
using ipc::ResultCode;

// pcsc-lite allows 16 readers, scrm grows in steps; a count far above either is a misread stream.
constexpr std::uint32_t plausible_records = 4096;
constexpr std::uint32_t pci_size = 16;  // SCARD_IO_REQUEST on 64-bit Linux

[[noreturn]] void fail(const Received& received, std::size_t expected) {
    const char* const how = received.end == Transfer::Closed ? "connection closed" : "no answer";
    throw WireError(std::string(how) + " after " + std::to_string(received.bytes.size()) + " of " +
                    std::to_string(expected) + " bytes");
}

}  // namespace

ipc::Version WireClient::version(std::uint32_t minor) {
    const auto reply = call(ipc::Version{ipc::protocol_major, minor, ResultCode::Success});
    if (reply.rv == ResultCode::Success)
        dialect_ = static_cast<Dialect>(minor);
    return reply;
}

ipc::Version WireClient::negotiate() {
    const auto reply = version(static_cast<std::uint32_t>(ipc::newest_dialect));
    return reply.rv == ResultCode::ServiceStopped ? version(reply.minor) : reply;
}

ipc::EstablishContext WireClient::establish(std::uint32_t scope) {
    const auto reply = call(ipc::EstablishContext{scope, 0, ResultCode::Success});
    context_ = reply.context;
    return reply;
}

ipc::ReleaseContext WireClient::release() {
    return call(ipc::ReleaseContext{context_, ResultCode::Success});
}

ipc::Connect WireClient::connect_card(std::string_view reader, std::uint32_t share_mode,
                                      std::uint32_t protocols) {
    return call(ipc::Connect{context_, ipc::to_reader_name(reader), share_mode, protocols, 0, 0,
                             ResultCode::Success});
}

ipc::Disconnect WireClient::disconnect(std::uint32_t card, std::uint32_t disposition) {
    return call(ipc::Disconnect{card, disposition, ResultCode::Success});
}

ipc::BeginTransaction WireClient::begin(std::uint32_t card) {
    return call(ipc::BeginTransaction{card, ResultCode::Success});
}

ipc::EndTransaction WireClient::end(std::uint32_t card, std::uint32_t disposition) {
    return call(ipc::EndTransaction{card, disposition, ResultCode::Success});
}

Answer<ipc::Transmit> WireClient::transmit(ipc::Transmit request) {
    request.send_length = static_cast<std::uint32_t>(request.payload.size());
    const auto reply = call(request);
    if (reply.rv != ResultCode::Success)
        return {reply, {}};
    if (reply.recv_length > request.recv_length)
        throw WireError("a longer answer than there was room for");
    return {reply, bytes_in(reply.recv_length)};
}

Answer<ipc::Transmit> WireClient::transmit(std::uint32_t card, std::uint32_t protocol, ipc::Bytes apdu,
                                           std::uint32_t room) {
    return transmit({.card = card,
                     .send_pci_protocol = protocol,
                     .send_pci_length = pci_size,
                     .recv_pci_length = pci_size,
                     .recv_length = room,
                     .payload = apdu});
}

Answer<ipc::Control> WireClient::control(ipc::Control request) {
    request.send_length = static_cast<std::uint32_t>(request.payload.size());
    const auto reply = call(request);
    if (reply.rv != ResultCode::Success)
        return {reply, {}};
    if (reply.bytes_returned > request.recv_length)
        throw WireError("a longer answer than there was room for");
    return {reply, bytes_in(reply.bytes_returned)};
}

std::vector<ipc::ReaderState> WireClient::states() {
    if (dialect_ >= Dialect::V4_6)
        return sized_records();
    request_out(ipc::GetReadersState{});
    return records_in(ipc::legacy_reader_count);
}

std::vector<ipc::ReaderState> WireClient::wait_begin() {
    if (dialect_ == Dialect::V4_3) {
        auto before = states();
        request_out(ipc::WaitReaderStateChange{});
        flush();
        return before;
    }
    request_out(ipc::WaitReaderStateChange{});
    return dialect_ >= Dialect::V4_6 ? sized_records() : records_in(ipc::legacy_reader_count);
}

std::optional<ipc::WaitResult> WireClient::wait_event(Patience patience) {
    constexpr std::size_t size = ipc::body_size<ipc::WaitResult>();
    const Received event = recv(size, patience);
    if (event.end == Transfer::TimedOut && event.bytes.empty())
        return std::nullopt;
    if (event.end != Transfer::Complete)
        fail(event, size);
    return ipc::decode_reply<ipc::WaitResult>(event.bytes);
}

ipc::WaitResult WireClient::stop_waiting() {
    request_out(ipc::StopWaiting{});
    return reply_in<ipc::WaitResult>();
}

ipc::ReaderEvents WireClient::reader_events() {
    request_out(ipc::GetReaderEvents{});
    return reply_in<ipc::ReaderEvents>();
}

std::vector<ipc::ReaderState> WireClient::sized_records() {
    request_out(ipc::GetReadersStateSize{});
    const std::uint32_t count = reply_in<ipc::ReadersStateSize>().records;
    if (count > plausible_records)
        throw WireError(std::to_string(count) + " is no number of reader-state records");
    request_out(ipc::GetReadersStateArray{});
    return records_in(count);
}

std::vector<ipc::ReaderState> WireClient::records_in(std::size_t count) {
    const auto bytes = bytes_in(count * ipc::reader_state_size);
    std::vector<ipc::ReaderState> records;
    for (std::size_t i = 0; i < count; ++i)
        records.push_back(ipc::decode_reader_state(ipc::Bytes(bytes).subspan(i * ipc::reader_state_size)));
    return records;
}

Transfer WireClient::send(ipc::Bytes bytes) {
    step_();
    return socket_.send(bytes);
}

Received WireClient::recv(std::size_t size, Patience patience) {
    flush();
    step_();
    return socket_.receive(size, patience);
}

void WireClient::part_out(ipc::Bytes part) {
    unsent_.insert(unsent_.end(), part.begin(), part.end());
    if (sends_ == Sends::Separate)
        flush();
}

void WireClient::flush() {
    if (unsent_.empty())
        return;
    if (send(unsent_) != Transfer::Complete)
        throw WireError("the daemon does not take the request");
    unsent_.clear();
}

std::vector<std::uint8_t> WireClient::bytes_in(std::size_t size) {
    Received received = recv(size);
    if (received.end != Transfer::Complete)
        fail(received, size);
    return std::move(received.bytes);
}

}  // namespace scrm::fakes
