// Some handlers print. Their standard output and error go into a pipe, and each line of it into the log.
#pragma once

#include <string>

namespace scrm::ifd_host {

class OutputPipe {
  public:
    /// Standard output and error lead here from now on, and nothing can be read from standard input.
    OutputPipe();

    /// Ready to read when something was printed.
    [[nodiscard]] int descriptor() const { return read_end_; }
    /// Logs what is there. False: nothing will come any more.
    bool log_what_is_there();

  private:
    void log_lines();

    int read_end_ = -1;
    std::string unfinished_;
};

}  // namespace scrm::ifd_host
