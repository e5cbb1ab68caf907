#include "tests/fakes/ifd_handler/deeds.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <thread>

#include "tests/fakes/ifd_handler/stage.hpp"

extern "C" void log_msg(int priority, const char* format, ...);
extern "C" void log_xxd(int priority, const char* text, const unsigned char* bytes, int size);

namespace scrm::fakes::ifd {
namespace {

constexpr int info = 1;

std::uint64_t number(const Deed& deed, std::uint64_t otherwise) {
    return deed.argument.empty() ? otherwise : std::strtoul(deed.argument.c_str(), nullptr, 0);
}

void hang() {
    for (;;)
        pause();
}

[[noreturn]] void spin() {
    for (volatile unsigned i = 0;;)
        i = i + 1;
}

// What free() finds beside the block, and what it believes of its neighbours. The compiler need not know.
void corrupt_heap() {
    for (int i = 0; i < 16; ++i) {
        void* volatile const block = std::malloc(40);                 // NOLINT: it is the point
        std::memset(static_cast<std::uint8_t*>(block) - 16, 90, 96);  // NOLINT: so is this
        std::free(block);                                             // NOLINT
    }
}

void flood(std::uint64_t lines) {
    for (std::uint64_t i = 0; i < lines; ++i)
        log_msg(info, "flood %llu", static_cast<unsigned long long>(i));
}

void print(const std::string& text) {
    std::puts(text.c_str());
    std::fprintf(stderr, "%s on stderr\n", text.c_str());
}

// A child that outlives everybody's patience and keeps all descriptors.
void leave_child() {
    if (fork() == 0)
        hang();
}

// Makes the file; what came of it is logged.
void make(const std::string& file) {
    const int descriptor = open(file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
    log_msg(info, "%s: %s", file.c_str(), descriptor < 0 ? strerrorname_np(errno) : "made");
    if (descriptor >= 0)
        close(descriptor);
}

void write_past(Output output, std::uint64_t bytes) {
    if (output.bytes != nullptr)
        std::memset(output.bytes, 0xEE, *output.length + bytes);
}

void kill_by(int signal_number) {
    (void)signal(signal_number, SIG_DFL);
    (void)raise(signal_number);
}

// What ends in an answer or nothing; false: none of these.
bool do_wrong(const Deed& deed, Output output) {
    if (deed.what == "hang")
        hang();
    else if (deed.what == "spin")
        spin();
    else if (deed.what == "crash")
        kill_by(SIGSEGV);
    else if (deed.what == "abort")
        std::abort();
    else if (deed.what == "exit")
        std::exit(static_cast<int>(number(deed, 3)));  // NOLINT(concurrency-mt-unsafe): it is the point
    else if (deed.what == "corrupt_heap")
        corrupt_heap();
    else if (deed.what == "write_past")
        write_past(output, number(deed, 16));
    else if (deed.what == "fork")
        leave_child();
    else
        return false;
    return true;
}

void say(const Deed& deed) {
    if (deed.what == "delay")
        std::this_thread::sleep_for(std::chrono::milliseconds(number(deed, 0)));
    else if (deed.what == "flood")
        flood(number(deed, 100000));
    else if (deed.what == "make")
        make(deed.argument);
    else if (deed.what == "print")
        print(deed.argument);
    else if (deed.what == "log")
        log_msg(info, "%s", deed.argument.c_str());
    else if (deed.what == "dump")
        log_xxd(info, deed.argument.c_str(), reinterpret_cast<const unsigned char*>("\x01\xAB"), 2);
}

// The first process to come here does it; a file beside the script remembers.
bool is_due(const Deed& deed) {
    if (!deed.once)
        return true;
    const std::string mark = script_place() + ".once-" + std::to_string(deed.line);
    const int descriptor = open(mark.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (descriptor >= 0)
        close(descriptor);
    return descriptor >= 0;
}

}  // namespace

std::optional<long> misbehave(const Script& script, Function function, unsigned slot, Output output) {
    for (const Deed& deed : script.deeds) {
        if (deed.function != function || (deed.slot >= 0 && static_cast<unsigned>(deed.slot) != slot) ||
            !is_due(deed))
            continue;
        if (deed.what == "answer")
            return static_cast<long>(number(deed, 612));
        if (deed.what == "answer_too_long" && output.length != nullptr) {
            *output.length += number(deed, 1);
            return 0;
        }
        if (!do_wrong(deed, output))
            say(deed);
    }
    return std::nullopt;
}

}  // namespace scrm::fakes::ifd
