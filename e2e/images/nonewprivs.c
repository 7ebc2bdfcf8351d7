/* Installed set-user-id root: shows whether the kernel let it take that user id. */
#include <stdio.h>
#include <unistd.h>

int main(void) {
    printf("Effective uid: %d\n", (int)geteuid());
    return 0;
}
