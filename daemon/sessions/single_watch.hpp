// A watch that is answered once: the first change ends it.
#pragma once

#include "daemon/sessions/reader_watch.hpp"

namespace scrm::sessions {

class SingleWatch final : public ReaderWatch {
  public:
    using ReaderWatch::ReaderWatch;

  private:
    void board_changed() override { end(ipc::ResultCode::Success); }
};

}  // namespace scrm::sessions
