#include "tests/fakes/scripted_server.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>

namespace scrm::fakes {
namespace {

constexpr int accept_patience = 10'000;  // milliseconds

std::string fresh_directory() {
    std::string path = "/tmp/scripted-server-XXXXXX";
    if (::mkdtemp(path.data()) == nullptr)
        throw WireError("no folder for the socket");
    return path;
}

int listen_at(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path.data(), path.size());
    const int listener = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (::bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
        ::listen(listener, SOMAXCONN) != 0)
        throw WireError("cannot listen at " + path);
    return listener;
}

}  // namespace

void must(bool hold, std::source_location where) {
    if (!hold)
        throw WireError("not as it must be: line " + std::to_string(where.line()));
}

void ScriptedPeer::expect_bytes(ipc::Bytes expected) {
    const Received received = socket_.receive(expected.size());
    if (received.bytes != std::vector<std::uint8_t>(expected.begin(), expected.end()))
        throw WireError("the client said something else");
}

void ScriptedPeer::expect_hang_up() {
    if (socket_.receive(1).end != Transfer::Closed)
        throw WireError("the client did not hang up");
}

void ScriptedPeer::send(ipc::Bytes bytes) {
    if (socket_.send(bytes) != Transfer::Complete)
        throw WireError("the client does not read");
}

void ScriptedPeer::welcome(std::uint32_t context, ipc::ResultCode rv, ipc::Revision newest) {
    reply(ipc::decide_version(expect<ipc::Version>(), newest).reply);
    reply(ipc::Welcome{context, rv});
    dialect_ = ipc::Dialect::Scrm;
}

void ScriptedPeer::greet(std::uint32_t context) {
    auto version = expect<ipc::Version>();
    const bool agreed = version.minor == static_cast<std::uint32_t>(dialect_);
    version.minor = static_cast<std::uint32_t>(dialect_);
    version.rv = agreed ? ipc::ResultCode::Success : ipc::ResultCode::ServiceStopped;
    reply(version);
    if (!agreed)
        grant<ipc::Version>();
    auto establish = expect<ipc::EstablishContext>();
    establish.context = context;
    reply(establish);
}

void ScriptedPeer::give_states(const std::vector<ipc::ReaderState>& readers) {
    if (dialect_ < ipc::Dialect::V4_6)
        expect<ipc::GetReadersState>();
    else
        expect<ipc::GetReadersStateSize>();
    send_states(readers);
}

void ScriptedPeer::give_states_and_register(const std::vector<ipc::ReaderState>& readers,
                                            const std::function<void()>& meanwhile) {
    expect<ipc::WaitReaderStateChange>();
    meanwhile();
    if (dialect_ >= ipc::Dialect::V4_6)
        expect<ipc::GetReadersStateSize>();
    send_states(readers);
}

void ScriptedPeer::give_list_changes(std::uint32_t count) {
    expect<ipc::GetReaderEvents>();
    reply(ipc::ReaderEvents{count, ipc::ResultCode::Success});
}

void ScriptedPeer::send_states(const std::vector<ipc::ReaderState>& readers) {
    const bool sized = dialect_ >= ipc::Dialect::V4_6;
    const std::size_t records = sized ? readers.size() + 1 : ipc::legacy_reader_count;
    if (sized) {
        reply(ipc::ReadersStateSize{static_cast<std::uint32_t>(records)});
        expect<ipc::GetReadersStateArray>();
    }
    std::vector<std::uint8_t> bytes(records * ipc::reader_state_size);
    for (std::size_t i = 0; i < readers.size(); ++i)
        ipc::encode_reader_state(readers[i], ipc::MutableBytes(bytes).subspan(i * ipc::reader_state_size));
    send(bytes);
}

ipc::Request ScriptedPeer::any() {
    frame_.clear();
    for (;;) {
        const ipc::SplitResult result = ipc::split_frame(frame_, dialect_);
        if (const auto* const frame = std::get_if<ipc::Frame>(&result))
            return ipc::decode_request(*frame);
        if (const auto* const violation = std::get_if<ipc::Violation>(&result))
            throw WireError(ipc::describe(*violation));
        const Received more = socket_.receive(std::get<ipc::NeedMore>(result).size - frame_.size());
        if (more.end != Transfer::Complete)
            throw WireError("the client says nothing more");
        frame_.insert(frame_.end(), more.bytes.begin(), more.bytes.end());
    }
}

ScriptedServer::ScriptedServer(std::vector<Script> scripts, ipc::Dialect dialect)
    : path_(fresh_directory() + "/socket"), listener_(listen_at(path_)), failures_(scripts.size()) {
    thread_ = std::thread([this, scripts = std::move(scripts), dialect] { accept_all(scripts, dialect); });
}

ScriptedServer::~ScriptedServer() {
    if (thread_.joinable())
        thread_.join();
    ::close(listener_);
    ::unlink(path_.c_str());
    ::rmdir(path_.substr(0, path_.rfind('/')).c_str());
}

void ScriptedServer::finish() {
    thread_.join();
    failures_.push_back(accept_failure_);
    for (const std::exception_ptr& failure : failures_)
        if (failure)
            std::rethrow_exception(failure);
}

void ScriptedServer::accept_all(const std::vector<Script>& scripts, ipc::Dialect dialect) {
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < scripts.size(); ++i) {
        pollfd entry{listener_, POLLIN, 0};
        if (::poll(&entry, 1, accept_patience) != 1) {
            accept_failure_ = std::make_exception_ptr(WireError("a connection did not come"));
            break;
        }
        threads.emplace_back(&ScriptedServer::run, this, std::cref(scripts[i]),
                             WireSocket(::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC)), dialect,
                             std::ref(failures_[i]));
    }
    for (std::thread& thread : threads)
        thread.join();
}

void ScriptedServer::run(const Script& script, WireSocket socket, ipc::Dialect dialect,
                         std::exception_ptr& failure) {
    try {
        ScriptedPeer peer(std::move(socket), dialect);
        script(peer);
    } catch (...) {
        failure = std::current_exception();
    }
}

}  // namespace scrm::fakes
