#include "drivers/ifd-host/slots/exchange.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <cerrno>
#include <cstring>
#include <vector>

using namespace scrm::ifd_host;
namespace host = scrm::ipc::host;
namespace ifd_abi = scrm::ifd_abi;
using host::ExchangeArea;

namespace {

constexpr std::size_t most = host::max_bytes_size;

/// What the daemon shares: the memory, `areas` as it sees it, and a pipe to be told of answers by.
class Daemon {
  public:
    static constexpr std::size_t slots = 4;

    explicit Daemon(std::size_t shared = slots) : memory_(::memfd_create("scrm-test", MFD_CLOEXEC)) {
        REQUIRE(::ftruncate(memory_, static_cast<off_t>(sizeof(ExchangeArea) * shared)) == 0);
        REQUIRE(::pipe2(answers_.data(), O_CLOEXEC | O_NONBLOCK) == 0);
        void* const mapped =
            ::mmap(nullptr, sizeof(ExchangeArea) * slots, PROT_READ | PROT_WRITE, MAP_SHARED, memory_, 0);
        REQUIRE(mapped != MAP_FAILED);
        areas = static_cast<ExchangeArea*>(mapped);
    }
    Daemon(const Daemon&) = delete;
    Daemon& operator=(const Daemon&) = delete;
    ~Daemon() {
        ::munmap(areas, sizeof(ExchangeArea) * slots);
        for (const int descriptor : {memory_, answers_[0], answers_[1]})
            ::close(descriptor);
    }

    [[nodiscard]] std::unique_ptr<Exchange> exchange(std::uint32_t slot) const {
        return Exchange::map(memory_, answers_[1], slot);
    }
    void put(std::uint32_t slot, std::uint32_t sequence, scrm::ipc::Bytes command,
             std::uint32_t room = most) {
        REQUIRE(host::put_command(
            areas[slot],
            {.slot = slot, .sequence = sequence, .pci_protocol = 1, .room = room, .command = command}));
    }
    /// The slots that it was told of since it asked last.
    [[nodiscard]] std::vector<std::uint8_t> told() const {
        std::array<std::uint8_t, 64> slots_told{};
        const ssize_t count = ::read(answers_[0], slots_told.data(), slots_told.size());
        return {slots_told.begin(), slots_told.begin() + std::max<ssize_t>(count, 0)};
    }
    [[nodiscard]] host::Answer answer(std::uint32_t slot) const {
        return std::get<host::Answer>(host::get_answer(areas[slot], slot));
    }
    [[nodiscard]] int answers() const { return answers_[1]; }

    ExchangeArea* areas = nullptr;

  private:
    int memory_;
    std::array<int, 2> answers_{-1, -1};
};

/// What a handler was called with, and what it answers: the first bytes of `answer` as they are there.
struct Handler {
    ifd_abi::IoHeader pci{};
    std::vector<std::uint8_t> command;
    Dword room = 0;
    std::uint8_t* written_to = nullptr;

    std::vector<std::uint8_t> answer{0x90, 0x00};
    Dword claimed = 2;
    ResponseCode code = ifd_abi::success;

    static Handler* called;  // its functions know it by no other way
    Handler() { called = this; }
    Handler(const Handler&) = delete;
    Handler& operator=(const Handler&) = delete;
    ~Handler() { called = nullptr; }

    static ResponseCode transmit(Dword, ifd_abi::IoHeader pci, std::uint8_t* command, Dword size,
                                 std::uint8_t* response, Dword* response_size, ifd_abi::IoHeader*) {
        called->pci = pci;
        called->command.assign(command, command + size);
        called->room = *response_size;
        called->written_to = response;
        std::ranges::copy(called->answer, response);
        *response_size = called->claimed;
        return called->code;
    }

    std::timed_mutex lock;
    Slot slot{{.transmit_to_icc = transmit}, 0, lock};
};

Handler* Handler::called = nullptr;

std::vector<std::uint8_t> secret(std::size_t size) {
    std::vector<std::uint8_t> bytes(size);
    std::ranges::fill(bytes, std::uint8_t{0x31});
    return bytes;
}

}  // namespace

TEST_CASE("a command is carried out where it lies, and the daemon told of its answer") {
    Daemon daemon;
    Handler handler;
    const auto exchange = daemon.exchange(2);
    REQUIRE(exchange);
    handler.answer = {7, 8, 0x90, 0x00};
    handler.claimed = 4;
    for (const std::uint32_t sequence : {1U, 0U, 0xFFFFFFFFU}) {
        daemon.put(2, sequence, std::array<std::uint8_t, 3>{0, 0xA4, 4}, 300);
        CHECK(exchange->carry_out(handler.slot) == ifd_abi::success);
        CHECK(handler.pci.protocol == 1);
        CHECK(handler.command == std::vector<std::uint8_t>{0, 0xA4, 4});
        CHECK(handler.room == 300);
        CHECK(daemon.told() == std::vector<std::uint8_t>{2});
        CHECK(daemon.answer(2).sequence == sequence);
        CHECK(daemon.answer(2).code == 0);
        CHECK(std::ranges::equal(daemon.answer(2).bytes, handler.answer));
    }
}

TEST_CASE("each slot's exchanges lie in its own part of the memory") {
    Daemon daemon;
    Handler handler;
    const auto first = daemon.exchange(0);
    const auto last = daemon.exchange(3);
    daemon.put(0, 1, std::array<std::uint8_t, 1>{10});
    daemon.put(3, 2, std::array<std::uint8_t, 1>{13});
    CHECK(last->carry_out(handler.slot));
    CHECK(handler.command == std::vector<std::uint8_t>{13});
    CHECK(daemon.answer(0).sequence == 0);
    CHECK(first->carry_out(handler.slot));
    CHECK(handler.command == std::vector<std::uint8_t>{10});
    CHECK(daemon.answer(3).sequence == 2);
    CHECK(daemon.told() == std::vector<std::uint8_t>{3, 0});
}

TEST_CASE("no exchange is made of memory that is not there") {
    const Daemon daemon;
    CHECK(daemon.exchange(3));
    CHECK_FALSE(daemon.exchange(4));
    CHECK_FALSE(daemon.exchange(0xFFFFFFFF));
    CHECK_FALSE(Exchange::map(-1, daemon.answers(), 0));
    CHECK_FALSE(Exchange::map(daemon.answers(), daemon.answers(), 0));
    CHECK_FALSE(Daemon(0).exchange(0));

    const Daemon large(host::shared_slots + 1);
    CHECK(large.exchange(host::shared_slots - 1));
    CHECK_FALSE(large.exchange(host::shared_slots));
}

TEST_CASE("the largest command and answer go by memory") {
    Daemon daemon;
    Handler handler;
    const auto exchange = daemon.exchange(0);
    handler.answer = secret(most);
    handler.claimed = most;
    daemon.put(0, 1, secret(most));
    CHECK(exchange->carry_out(handler.slot) == ifd_abi::success);
    CHECK(handler.command == secret(most));
    CHECK(daemon.answer(0).bytes.size() == most);
    daemon.put(0, 2, {}, 0);
    handler.answer.clear();
    handler.claimed = 0;
    CHECK(exchange->carry_out(handler.slot) == ifd_abi::success);
    CHECK(handler.command.empty());
    CHECK(daemon.answer(0).bytes.empty());
}

TEST_CASE("a command that no daemon could have meant is not carried out") {
    Daemon daemon;
    Handler handler;
    const auto exchange = daemon.exchange(1);
    const auto lies = [&](std::uint32_t size, std::uint32_t room) {
        daemon.put(1, 9, secret(4));
        daemon.areas[1].command.size = size;
        daemon.areas[1].command.room = room;
        return exchange->carry_out(handler.slot);
    };
    for (const std::uint32_t much : {static_cast<std::uint32_t>(most + 1), 0x80000000U, 0xFFFFFFFFU}) {
        CHECK_FALSE(lies(much, 2));
        CHECK_FALSE(lies(4, much));
    }
    CHECK(handler.written_to == nullptr);
    CHECK(daemon.told().empty());
    CHECK(daemon.answer(1).sequence == 0);
}

TEST_CASE("of a command that may hold a PIN nothing is left") {
    Daemon daemon;
    Handler handler;
    const auto exchange = daemon.exchange(0);
    const std::uint8_t* const left = daemon.areas[0].command_bytes.data();
    for (const std::size_t size : {1U, 5U, 511U, 512U}) {
        daemon.put(0, 1, secret(size));
        handler.code = size == 5 ? ifd_abi::communication_error : ifd_abi::success;
        CHECK(exchange->carry_out(handler.slot));
        CHECK(std::vector(left, left + size) == std::vector<std::uint8_t>(size));
    }
    daemon.put(0, 2, secret(600));
    CHECK(exchange->carry_out(handler.slot));
    CHECK(std::vector(left, left + 512) == std::vector<std::uint8_t>(512));
}

TEST_CASE("an answer that claims to be longer than its room is none") {
    Daemon daemon;
    Handler handler;
    const auto exchange = daemon.exchange(0);
    for (const Dword claimed : {Dword{3}, Dword{most + 1}, ~Dword{0}}) {
        handler.claimed = claimed;
        daemon.put(0, 1, secret(5), 2);
        CHECK(exchange->carry_out(handler.slot) == ifd_abi::error_insufficient_buffer);
        CHECK(daemon.answer(0).code == ifd_abi::error_insufficient_buffer);
        CHECK(daemon.answer(0).bytes.empty());
        CHECK(daemon.told() == std::vector<std::uint8_t>{0});
    }
}

TEST_CASE("what a handler gave up has its code and no bytes") {
    Daemon daemon;
    Handler handler;
    const auto exchange = daemon.exchange(0);
    handler.code = -1;
    daemon.put(0, 1, secret(5));
    CHECK(exchange->carry_out(handler.slot) == -1);
    CHECK(daemon.answer(0).code == -1);
    CHECK(daemon.answer(0).bytes.empty());
}

TEST_CASE("a little past the end of an answer does no harm, and far past it is nobody's memory") {
    Daemon daemon;
    Handler handler;
    const auto exchange = daemon.exchange(0);
    daemon.put(1, 5, secret(5));
    handler.answer = secret(most + 64);
    daemon.put(0, 1, secret(5), most);
    CHECK(exchange->carry_out(handler.slot) == ifd_abi::success);
    CHECK(host::get_command(daemon.areas[1], 1)->command.size() == 5);

    const int zeros = ::open("/dev/zero", O_RDONLY | O_CLOEXEC);
    std::uint8_t* const end = handler.written_to + TransferBuffer::usable;
    CHECK(::read(zeros, end - 1, 1) == 1);
    CHECK(::read(zeros, end, 1) == -1);
    CHECK(errno == EFAULT);
    ::close(zeros);
}
