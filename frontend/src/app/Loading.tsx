import { Center, Loader } from "@mantine/core";

export function Loading() {
  return (
    <Center h="100%" mih={200}>
      <Loader type="dots" aria-label="Loading" />
    </Center>
  );
}
