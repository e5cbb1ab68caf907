// The part of the conversation that is about reader states and their changes. Requests whose answers follow
// one another are sent together.
#include "ipc/reader_map.hpp"
#include "libpcsc-client/connection/connection.hpp"

namespace scrm::client {
namespace {

// More than any daemon has; an array of that many is 12 MB.
constexpr std::uint32_t most_records = 65536;

// Looks at the readers that are worth a question each, in programs that will not look again.
constexpr unsigned looks_before_map = 2;

/// Requests in one buffer, for one sendmsg.
class RequestBatch {
  public:
    explicit RequestBatch(ipc::Dialect dialect) : dialect_(dialect) {}

    template <class Message>
    RequestBatch& add(const Message& message) {
        size_ += ipc::encode_request(message, ipc::MutableBytes(bytes_).subspan(size_), dialect_);
        return *this;
    }

    RequestBatch& add_states() {
        if (dialect_ < ipc::Dialect::V4_6)
            return add(ipc::GetReadersState{});
        return add(ipc::GetReadersStateSize{}).add(ipc::GetReadersStateArray{});
    }

    /// Before 4:6 the answer to WAIT is the states.
    RequestBatch& add_wait() {
        add(ipc::WaitReaderStateChange{});
        return dialect_ < ipc::Dialect::V4_6 ? *this : add_states();
    }

    [[nodiscard]] ipc::Bytes bytes() const { return ipc::Bytes(bytes_).first(size_); }

  private:
    std::array<std::uint8_t, 64> bytes_{};  // the longest: STATUS 16, SIZE 8, ARRAY 8
    std::size_t size_ = 0;
    ipc::Dialect dialect_;
};

}  // namespace

ResultCode Connection::read_states() {
    if (!speaks_scrm())
        return read_states_by(RequestBatch(dialect_).add_states().bytes());
    ipc::ReaderEvents events;
    const ResultCode result = read_list(events);
    return was_left_alone() ? ResultCode::NoService : result;
}

ResultCode Connection::glance(ipc::ReaderEvents& events) {
    if (speaks_scrm())
        return read_list(events);
    const ResultCode result =
        read_states_by(RequestBatch(dialect_).add_states().add(ipc::GetReaderEvents{}).bytes());
    if (result != ResultCode::Success)
        return result;
    std::array<std::uint8_t, ipc::body_size<ipc::ReaderEvents>()> reply;
    if (!stream_.receive(reply))
        return ResultCode::NoService;
    events = ipc::decode_reply<ipc::ReaderEvents>(reply);
    return events.rv;
}

ResultCode Connection::read_list(ipc::ReaderEvents& events) {
    if (looks_ <= looks_before_map && looks_++ == looks_before_map)
        if (const ResultCode result = ask_for_map(); result != ResultCode::Success)
            return result;
    return map_ ? read_map(events) : ask_for_list(events);
}

ResultCode Connection::read_map(ipc::ReaderEvents& events) {
    unheard_ = map_.read(readers_, generation_, events.count);
    return unheard_ ? ResultCode::Success : ask_for_list(events);
}

ResultCode Connection::ask_for_list(ipc::ReaderEvents& events) {
    std::array<std::uint8_t, ipc::max_request_size<ipc::ReadReaders>> request;
    const std::size_t size = encode(ipc::ReadReaders{.known = generation_}, request);
    return send(ipc::Bytes(request).first(size)) ? receive_list(events) : ResultCode::NoService;
}

/// Success: there is a map now, or there is none to be had.
ResultCode Connection::ask_for_map() {
    if (!speaks_scrm(ipc::Revision::Second))
        return ResultCode::Success;
    std::array<std::uint8_t, ipc::max_request_size<ipc::MapReaders>> bytes;
    const std::size_t size = encode(ipc::MapReaders{.layout = ipc::reader_map_layout}, bytes);
    const auto reply = ipc::MutableBytes(bytes).first(ipc::body_size<ipc::MapReaders>());
    std::optional<int> descriptor;
    const bool answered = send(ipc::Bytes(bytes).first(size)) && stream_.receive(reply, descriptor);
    if (descriptor)
        map_.take(*descriptor);
    return answered ? ResultCode::Success : ResultCode::NoService;
}

/// Nothing follows the list when it is the one we have. Otherwise the records are received along with it,
/// over those we had, as far as there is room.
ResultCode Connection::receive_list(ipc::ReaderEvents& events) {
    std::array<std::uint8_t, ipc::body_size<ipc::ReaderList>()> bytes;
    const std::size_t got = stream_.receive_head(bytes, readers_.room());
    if (got == 0)
        return ResultCode::NoService;
    const std::size_t here = got - bytes.size();
    const auto list = ipc::decode_reply<ipc::ReaderList>(bytes);
    events.count = list.reader_events;
    if (list.generation == generation_)
        return list.count == 0 && here == 0 ? list.rv : fail(ResultCode::CommError);
    generation_ = 0;
    if (list.count > most_records || here > list.count * ipc::reader_state_size)
        return fail(ResultCode::CommError);
    if (!readers_.reset_keeping(list.count, here))
        return fail(ResultCode::NoMemory);
    if (!stream_.receive_rest(readers_.bytes().subspan(here)))
        return ResultCode::NoService;
    generation_ = list.generation;
    return list.rv;
}

ResultCode Connection::status(ipc::Status& message, std::string_view name, ipc::ReaderState& state) {
    return speaks_scrm() ? status_with_record(message, state) : status_with_states(message, name, state);
}

/// Stock dialects: the reader is found among all.
ResultCode Connection::status_with_states(ipc::Status& message, std::string_view name,
                                          ipc::ReaderState& state) {
    std::array<std::uint8_t, ipc::body_size<ipc::Status>()> reply;
    ResultCode result = round_trip(RequestBatch(dialect_).add(message).add_states().bytes(), reply);
    if (result == ResultCode::Success)
        result = receive_states();
    if (result != ResultCode::Success)
        return result;
    message = ipc::decode_reply<ipc::Status>(reply);
    if (message.rv != ResultCode::Success)
        return message.rv;
    const auto found = readers_.find(name);
    if (!found)
        return ResultCode::ReaderUnavailable;
    state = *found;
    return message.rv;
}

/// Scrm dialect: its record comes along.
ResultCode Connection::status_with_record(ipc::Status& message, ipc::ReaderState& state) {
    std::array<std::uint8_t, ipc::body_size<ipc::Status>()> reply;
    std::array<std::uint8_t, ipc::reader_state_size> record;
    std::array<std::uint8_t, ipc::max_request_size<ipc::Status>> request;
    if (!send(ipc::Bytes(request).first(encode(message, request))))
        return ResultCode::NoService;
    const std::size_t got = stream_.receive_head(reply, record);
    if (got == 0)
        return ResultCode::NoService;
    message = ipc::decode_reply<ipc::Status>(reply);
    if (message.rv != ResultCode::Success)
        return message.rv;
    if (!stream_.receive_rest(ipc::MutableBytes(record).subspan(got - reply.size())))
        return ResultCode::NoService;
    state = ipc::decode_reader_state(record);
    return message.rv;
}

ResultCode Connection::register_for_event() {
    return read_states_by(RequestBatch(dialect_).add_wait().bytes());
}

ResultCode Connection::wait_for_event(const Deadline& deadline) {
    std::array<std::uint8_t, ipc::body_size<ipc::WaitResult>()> bytes;
    const Stream::Arrival arrival = stream_.receive_until(bytes, deadline);
    if (arrival == Stream::Arrival::TimedOut)
        return ResultCode::Timeout;
    if (arrival == Stream::Arrival::Failed)
        return ResultCode::NoService;
    // Some daemons write an event into the middle of the states; what is left of them then is no event.
    const auto event = ipc::decode_reply<ipc::WaitResult>(bytes);
    const bool sound =
        event.timeout == 0 && (event.rv == ResultCode::Success || event.rv == ResultCode::Cancelled);
    return sound ? event.rv : fail(ResultCode::CommError);
}

// The daemon answers only if no event has come in between; then the event is the answer, 8 bytes as well.
ResultCode Connection::stop_waiting() {
    std::array<std::uint8_t, ipc::body_size<ipc::WaitResult>()> reply;
    const ResultCode result = round_trip(RequestBatch(dialect_).add(ipc::StopWaiting{}).bytes(), reply);
    return result == ResultCode::Success ? ipc::decode_reply<ipc::WaitResult>(reply).rv : result;
}

ResultCode Connection::read_states_by(ipc::Bytes request) {
    return send(request) ? receive_states() : ResultCode::NoService;
}

ResultCode Connection::receive_states() {
    std::uint32_t records = ipc::legacy_reader_count;
    if (dialect_ >= ipc::Dialect::V4_6) {
        std::array<std::uint8_t, ipc::body_size<ipc::ReadersStateSize>()> size;
        if (!stream_.receive(size))
            return ResultCode::NoService;
        records = ipc::decode_reply<ipc::ReadersStateSize>(size).records;
    }
    if (records > most_records)
        return fail(ResultCode::CommError);
    if (!readers_.reset(records))
        return fail(ResultCode::NoMemory);
    return receive(readers_.bytes());
}

}  // namespace scrm::client
