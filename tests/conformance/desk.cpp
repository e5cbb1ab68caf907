#include "tests/conformance/desk.hpp"

#include <unistd.h>

#include <string>

#include "tests/conformance/stage.hpp"

namespace conformance::desk {
namespace {

std::string answer_to(std::string_view wish) {
    const std::string line = "desk\t" + std::string(wish) + "\n";
    (void)!write(STDOUT_FILENO, line.data(), line.size());
    std::string answer;
    for (char letter = 0; read(STDIN_FILENO, &letter, 1) == 1 && letter != '\n';)
        answer += letter;
    return answer;
}

void ask(std::string_view wish) {
    if (const std::string answer = answer_to(wish); answer != "ok")
        differ("the desk cannot " + std::string(wish) + ": " + answer, __FILE__, __LINE__);
}

/// Until the daemon tells everybody.
void await(const char* name, DWORD flag) {
    const SCARDCONTEXT context = establish();
    while ((flags(context, name) & flag) == 0)
        usleep(1000);
    GIVES(SCARD_S_SUCCESS, SCardReleaseContext(context));
}

void await_readers(unsigned count) {
    const SCARDCONTEXT context = establish();
    while (list_readers(context).size() != count)
        usleep(1000);
    GIVES(SCARD_S_SUCCESS, SCardReleaseContext(context));
}

}  // namespace

bool is_ready_for(std::string_view rule) {
    return answer_to("fresh\t" + std::string(rule)) == "ok";
}

void insert_card() {
    ask("insert");
    await(reader(), SCARD_STATE_PRESENT);
}

void remove_card() {
    ask("remove");
    await(reader(), SCARD_STATE_EMPTY);
}

void insert_mute_card() {
    ask("insert mute");
    await(reader(), SCARD_STATE_MUTE);
}

void insert_t0_card() {
    ask("insert t0");
    await(reader(), SCARD_STATE_PRESENT);
}

void insert_t1_card() {
    ask("insert t1");
    await(reader(), SCARD_STATE_PRESENT);
}

void insert_second_card() {
    ask("insert second");
    await(second_reader(), SCARD_STATE_PRESENT);
}

void remove_second_card() {
    ask("remove second");
    await(second_reader(), SCARD_STATE_EMPTY);
}

void plug_another_reader() {
    ask("plug");
    await_readers(3);
}

void unplug_another_reader() {
    ask("unplug");
    await_readers(2);
}

void unplug_the_reader() {
    ask("unplug first");
    await_readers(0);
}

void plug_the_reader() {
    ask("plug first");
    await_readers(2);
}

}  // namespace conformance::desk
