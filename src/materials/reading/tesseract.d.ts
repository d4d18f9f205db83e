/** What is used of Tesseract as the package brings it: WebAssembly with an own file system, no network. */
declare module "tesseract.js-core/tesseract-core-simd-lstm.js" {
  export type Pix = {
    get_w(): number;
    get_h(): number;
    get_d(): number;
    get_wpl(): number;
    /** Where its pixels stand in memory. */
    get_data(): number;
  };
  export type Lines = {
    get_n(): number;
    /** Points to as many pointers to boxes. */
    get_box(): unknown;
  };
  type BoxType = { readonly isBox: true };
  export type LineBox = { get_x(): number; get_y(): number; get_w(): number; get_h(): number };
  export type Tesseract = {
    readonly TessBaseAPI: new () => {
      /** 0 when it worked; 1 as the mode means the neural engine alone. */
      Init(path: null, languages: string, mode: 1): number;
      SetVariable(name: string, value: string): boolean;
      /** Reads `/input`: 0 when it worked, else the picture before it is still there. */
      SetImageFile(orientation: number, angle: number): number;
      GetTextlines(): Lines;
      /** What is read next: the part of the picture, not all of it. */
      SetRectangle(left: number, top: number, width: number, height: number): void;
      GetUTF8Text(): string;
      GetTSVText(page: number): string;
      MeanTextConf(): number;
      Clear(): void;
    };
    readonly Pix: unknown;
    readonly FS: { writeFile(path: string, bytes: Uint8Array): void };
    _malloc(size: number): number;
    _free(at: number): void;
    /** 0 when it can't be read. */
    _pixReadMem(at: number, size: number): number;
    _pixDestroy(reference: number): void;
    readonly Box: BoxType;
    wrapPointer(at: number, type: BoxType): LineBox;
    wrapPointer(at: number, type: unknown): Pix;
    getPointer(wrapped: unknown): number;
    getValue(at: number, type: "i8" | "i32"): number;
    setValue(at: number, value: number, type: "i8" | "i32"): void;
  };
  export default function load(options: {
    print(line: string): void;
    printErr(line: string): void;
  }): Promise<Tesseract>;
}
