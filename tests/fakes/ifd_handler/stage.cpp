#include "tests/fakes/ifd_handler/stage.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <mutex>

namespace scrm::fakes::ifd {
namespace {

struct Stage {
    std::mutex mutex;
    std::string place;
    std::shared_ptr<const Script> script = std::make_shared<Script>();
    struct stat seen {};
};

// Never destroyed: a handler that calls exit() may have threads in it.
Stage& stage() {
    static auto* const only = new Stage;  // NOLINT: see above
    return *only;
}

bool same_file(const struct stat& a, const struct stat& b) {
    return a.st_ino == b.st_ino && a.st_size == b.st_size && a.st_mtim.tv_sec == b.st_mtim.tv_sec &&
           a.st_mtim.tv_nsec == b.st_mtim.tv_nsec;
}

void append(const std::string& file, const std::string& text) {
    const int descriptor = open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (descriptor < 0)
        return;
    (void)!write(descriptor, text.data(), text.size());
    close(descriptor);
}

void read_again(Stage& s) {
    std::ifstream file(s.place);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    std::string complaint;
    Script script = parse(text, complaint);
    if (!complaint.empty())
        append(s.place + ".complaint", complaint + "\n");
    s.script = std::make_shared<const Script>(std::move(script));
}

std::string place_without_name() {
    const char* const place = std::getenv("SCRM_FAKE_IFD");
    return place == nullptr ? "" : place;
}

}  // namespace

void set_script_place(const char* device_name) {
    const std::scoped_lock lock(stage().mutex);
    const std::string name = device_name == nullptr ? "" : device_name;
    stage().place = name.empty() ? place_without_name() : name.substr(0, name.find(':'));
}

std::string script_place() {
    const std::scoped_lock lock(stage().mutex);
    return stage().place;
}

std::shared_ptr<const Script> current_script() {
    Stage& s = stage();
    const std::scoped_lock lock(s.mutex);
    struct stat now {};
    if (!s.script->fixed && stat(s.place.c_str(), &now) == 0 && !same_file(now, s.seen)) {
        s.seen = now;
        read_again(s);
    }
    return s.script;
}

void note(const Script& script, const std::string& line) {
    if (!script.trace.empty())
        append(script.trace, line + "\n");
}

}  // namespace scrm::fakes::ifd
