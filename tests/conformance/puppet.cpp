#include "tests/conformance/puppet.hpp"

#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <iostream>
#include <sstream>

#include "tests/conformance/sleeper.hpp"
#include "tests/conformance/stage.hpp"

namespace conformance {
namespace {

class Life {
  public:
    LONG act(const std::string& line) {
        std::istringstream words(line);
        std::string verb;
        DWORD first = 0;
        DWORD second = 0;
        words >> verb >> first >> second;
        if (verb == "connect")
            return SCardConnect(context_, reader(), first, second, &card_, &protocol_);
        if (verb == "reconnect")
            return reconnecting(card_, SCARD_SHARE_SHARED, t0_or_t1, first);
        if (verb == "begin")
            return SCardBeginTransaction(card_);
        if (verb == "end")
            return SCardEndTransaction(card_, first);
        if (verb == "disconnect")
            return SCardDisconnect(card_, first);
        if (verb == "transmit")
            return transmitting(card_);
        if (verb == "status")
            return status_of(card_);
        return verb == "wait" ? wait() : SCardReleaseContext(context_);
    }

  private:
    LONG wait() {
        SCARD_READERSTATE state = asked(reader(), known_state(context_));
        return SCardGetStatusChange(context_, INFINITE, &state, 1);
    }

    SCARDCONTEXT context_ = establish();
    SCARDHANDLE card_ = 0;
    DWORD protocol_ = 0;
};

[[noreturn]] void become_puppet(int words, int codes) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    dup2(words, STDIN_FILENO);
    dup2(codes, STDOUT_FILENO);
    execl("/proc/self/exe", "conformance", "--puppet", reader(), second_reader(), nullptr);
    _exit(1);
}

}  // namespace

Puppet::Puppet() {
    std::array<int, 2> words{};
    std::array<int, 2> codes{};
    HOLDS(pipe(words.data()) == 0 && pipe(codes.data()) == 0);
    process_ = fork();
    if (process_ == 0)
        become_puppet(words[0], codes[1]);
    close(words[0]);
    close(codes[1]);
    words_ = words[1];
    codes_ = codes[0];
}

Puppet::~Puppet() {
    if (process_ != 0)
        die();
}

void Puppet::tell(const std::string& command) const {
    const std::string line = command + "\n";
    (void)!write(words_, line.data(), line.size());
}

LONG Puppet::does(const std::string& command) {
    tell(command);
    return code();
}

void Puppet::begins_to(const std::string& command) {
    tell(command);
    await_sleep(process_, process_);
}

bool Puppet::goes_on() const {
    pollfd answer{codes_, POLLIN, 0};
    return poll(&answer, 1, static_cast<int>(a_while.count())) == 0;
}

LONG Puppet::code() {
    std::string text;
    for (char letter = 0; read(codes_, &letter, 1) == 1 && letter != '\n';)
        text += letter;
    HOLDS(!text.empty());
    return std::stol(text);
}

void Puppet::die() {
    kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
    process_ = 0;
}

int live_as_puppet() {
    Life life;
    for (std::string line; std::getline(std::cin, line);)
        std::cout << life.act(line) << std::endl;
    return 0;
}

}  // namespace conformance
