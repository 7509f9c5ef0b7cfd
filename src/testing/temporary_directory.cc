#include "testing/temporary_directory.h"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "base/assert.h"

namespace throughline::testing {

TemporaryDirectory::TemporaryDirectory() {
  const bool memory = ::access("/dev/shm", W_OK) == 0;
  path_ = std::string(memory ? "/dev/shm" : "/tmp") + "/throughline-test-XXXXXX";
  if (::mkdtemp(path_.data()) == nullptr) {
    TL_FATAL("no temporary directory can be made");
  }
}

TemporaryDirectory::~TemporaryDirectory() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace throughline::testing
