#include "daemon/log/journal_stream.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

namespace scrm::log {

bool stderr_is_the_journal() {
    const char* stream = std::getenv("JOURNAL_STREAM");
    struct stat now {};
    return stream && ::fstat(STDERR_FILENO, &now) == 0 &&
           std::to_string(now.st_dev) + ":" + std::to_string(now.st_ino) == stream;
}

}  // namespace scrm::log
